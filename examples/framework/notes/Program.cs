using System.Security.Cryptography;
using System.Text;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Hosting;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;

return await PluginHost.RunAsync("registry.terraform.io/example/notes", "0.1.0", new NotesProvider(), args);

/// <summary>A provider whose "service" is a folder of text files.</summary>
internal sealed class NotesProvider : Provider<NotesConfig, DirectoryInfo>
{
    protected override Schema<NotesConfig> Schema { get; } = new()
    {
        Description = "Keeps notes in a folder.",
        Attributes = { { "folder", static m => ref m.Folder, new StringAttribute { Required = true, Description = "The folder." } } },
    };

    protected override IEnumerable<Resource> Resources => [new NoteResource()];

    protected override Configuration<DirectoryInfo> Configure(NotesConfig config, ConfigureContext context) =>
        config.Folder.IsUnknown ? new(null, "folder") : new(Directory.CreateDirectory(config.Folder.Value));

    protected override Diagnostic? Explain(Exception exception, string action) => exception is IOException or UnauthorizedAccessException
        ? new(DiagnosticSeverity.Error, $"{action} failed", $"The file system says: {exception.Message}")
        : null;
}

internal sealed class NotesConfig
{
    public TfValue<string> Folder;
}

/// <summary>One note: a resource from top to bottom.</summary>
internal sealed class NoteResource() : Resource<NoteModel, DirectoryInfo>("notes_note")
{
    protected override Schema<NoteModel> Schema { get; } = new()
    {
        Description = "A note.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "Its name.", PlanModifiers = [new RequiresReplace<string>()] } },
            { "text", static m => ref m.Text, new StringAttribute { Optional = true, DefaultValue = "", Description = "What it says." } },
            { "sha256", static m => ref m.Sha256, new StringAttribute { Computed = true, Description = "The digest of the text." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "The name of the note."));

    protected override Task<NoteModel> CreateAsync(NoteModel plan, ResourceContext<NoteModel, DirectoryInfo> context) => WriteAsync(plan, context);

    protected override async Task<NoteModel?> ReadAsync(NoteModel state, ResourceContext<NoteModel, DirectoryInfo> context)
    {
        var file = FileOf(state, context);
        return File.Exists(file) ? NoteModel.Of(state.Name.Value, await File.ReadAllTextAsync(file, context.Cancellation)) : null;
    }

    protected override Task<NoteModel> UpdateAsync(NoteModel plan, NoteModel state, ResourceContext<NoteModel, DirectoryInfo> context) => WriteAsync(plan, context);

    protected override Task DeleteAsync(NoteModel state, ResourceContext<NoteModel, DirectoryInfo> context)
    {
        File.Delete(FileOf(state, context));
        return Task.CompletedTask;
    }

    protected override Task<NoteModel> ImportAsync(string id, ResourceContext<NoteModel, DirectoryInfo> context) =>
        Task.FromResult(new NoteModel { Name = id });

    private static async Task<NoteModel> WriteAsync(NoteModel plan, ResourceContext<NoteModel, DirectoryInfo> context)
    {
        await File.WriteAllTextAsync(FileOf(plan, context), plan.Text.Value, context.Cancellation);
        return NoteModel.Of(plan.Name.Value, plan.Text.Value);
    }

    private static string FileOf(NoteModel note, ResourceContext<NoteModel, DirectoryInfo> context) =>
        Path.Combine(context.ProviderData.FullName, Path.GetFileName(note.Name.Value) + ".txt");
}

internal sealed class NoteModel
{
    public TfValue<string> Name;
    public TfValue<string> Text;
    public TfValue<string> Sha256;

    public static NoteModel Of(string name, string text) =>
        new() { Name = name, Text = text, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) };
}
