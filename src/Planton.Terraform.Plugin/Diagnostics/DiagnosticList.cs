using System.Collections;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Diagnostics;

/// <summary>The diagnostics of one call. Only grows; a repeated message is kept once. Safe for concurrent use.</summary>
public sealed class DiagnosticList : IReadOnlyCollection<Diagnostic>
{
    private readonly Lock _gate = new();
    private readonly List<Diagnostic> _items = [];

    /// <summary>How many diagnostics there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _items.Count;
        }
    }

    /// <summary>Whether any diagnostic is an error.</summary>
    public bool HasErrors
    {
        get
        {
            lock (_gate) return _items.Exists(static item => item.Severity == DiagnosticSeverity.Error);
        }
    }

    /// <summary>Adds an error about a part of the configuration.</summary>
    /// <param name="path">The part; a plain string names a root attribute.</param>
    public void Error(CtyPath path, string summary, string detail) =>
        Add(new Diagnostic(DiagnosticSeverity.Error, summary, detail, path));

    /// <summary>Adds an error about the whole block.</summary>
    public void Error(string summary, string detail) => Add(new Diagnostic(DiagnosticSeverity.Error, summary, detail));

    /// <summary>Adds a warning about a part of the configuration.</summary>
    /// <param name="path">The part; a plain string names a root attribute.</param>
    public void Warning(CtyPath path, string summary, string detail) =>
        Add(new Diagnostic(DiagnosticSeverity.Warning, summary, detail, path));

    /// <summary>Adds a warning about the whole block.</summary>
    public void Warning(string summary, string detail) => Add(new Diagnostic(DiagnosticSeverity.Warning, summary, detail));

    /// <summary>Adds a diagnostic, unless the same one is there already.</summary>
    public void Add(Diagnostic diagnostic)
    {
        lock (_gate)
        {
            if (!_items.Contains(diagnostic)) _items.Add(diagnostic);
        }
    }

    /// <summary>Adds every diagnostic of another list.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) Add(diagnostic);
    }

    /// <inheritdoc/>
    public IEnumerator<Diagnostic> GetEnumerator()
    {
        Diagnostic[] snapshot;
        lock (_gate) snapshot = [.. _items];
        return ((IEnumerable<Diagnostic>)snapshot).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
