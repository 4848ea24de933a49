using System.Diagnostics.CodeAnalysis;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The process cannot start for a reason outside of it. The message is for the person who reads stderr.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without a message it would say nothing.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the process edge.")]
internal sealed class PluginStartException(string message, Exception? inner = null) : Exception(message, inner);
