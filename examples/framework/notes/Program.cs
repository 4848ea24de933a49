using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.Hosting;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Schemas.Rules;
using Planton.Terraform.Plugin.Schemas.Validators;

return await PluginHost.RunAsync("registry.terraform.io/example/notes", "0.1.0", new NotesProvider(), args);

/// <summary>A provider whose "service" is a folder of JSON files, one for each note.</summary>
internal sealed class NotesProvider : Provider<NotesConfig, DirectoryInfo>
{
    protected override Schema<NotesConfig> Schema { get; } = new()
    {
        Description = "Keeps notes in a folder.",
        Attributes = { { "folder", static m => ref m.Folder, new StringAttribute { Required = true, Description = "The folder." } } },
    };

    protected override IEnumerable<Resource> Resources => [new NoteResource()];

    protected override IEnumerable<EphemeralResource> EphemeralResources => [new NoteLock()];

    protected override IEnumerable<ListResource> ListResources => [new NoteList()];

    protected override IEnumerable<ProviderAction> Actions => [new ArchiveAction()];

    protected override IEnumerable<Function> Functions => [new SlugFunction()];

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

/// <summary>A point in time. Two texts mean the same when they name the same moment, in whatever time zone.</summary>
internal sealed class Moment() : CustomType<DateTimeOffset, string>(TfTypes.String)
{
    public override string Description => "be a time such as `2026-12-24T18:00:00Z`";

    protected override bool TryParse(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);

    protected override string Format(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

/// <summary>One note: a resource from top to bottom.</summary>
internal sealed class NoteResource() : Resource<Note, DirectoryInfo>("notes_note")
{
    public static Schema<Note> NoteSchema { get; } = new()
    {
        Description = "A note.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "Its name.", Validators = [new LengthBetween(1, 40)], PlanModifiers = [new RequiresReplace<string>()] } },
            { "text", static m => ref m.Text, new StringAttribute { Optional = true, Description = "What it says." } },
            { "copy_of", static m => ref m.CopyOf, new StringAttribute { Optional = true, Description = "A file that it repeats." } },
            { "title", static m => ref m.Title, new StringAttribute { Optional = true, Description = "Its title; the name where there is none." }, static m => m.Name },
            { "due", static m => ref m.Due, new ValueAttribute<DateTimeOffset>(new Moment()) { Optional = true, Description = "When it is due." } },
            { "extra", static m => ref m.Extra, new DynamicAttribute { Optional = true, Description = "Anything to keep with it." } },
            { "readers", static m => ref m.Readers, new SetNestedAttribute<Reader>(Reader.Attributes) { Optional = true, Description = "Who reads it." } },
            { "reminder", static m => ref m.Reminders, new ListBlock<Reminder>(Reminder.Attributes) { Description = "When to be reminded.", MaxItems = 3 } },
            { "sha256", static m => ref m.Sha256, new StringAttribute { Computed = true, Description = "The digest of the text." } },
            new ExactlyOneOf<Note>(static m => m.Text, static m => m.CopyOf),
            new Requires<Note>(static m => m.Reminders, static m => m.Due),
        },
    };

    protected override Schema<Note> Schema => NoteSchema;

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "The name of the note."));

    protected override Task<Note> CreateAsync(Note plan, ResourceContext<Note, DirectoryInfo> context) => WriteAsync(plan, context);

    protected override Task<Note?> ReadAsync(Note state, ResourceContext<Note, DirectoryInfo> context) =>
        Task.FromResult(Note.Read(Note.FileOf(state.Name.Value, context.ProviderData)));

    protected override Task<Note> UpdateAsync(Note plan, Note state, ResourceContext<Note, DirectoryInfo> context) => WriteAsync(plan, context);

    protected override Task DeleteAsync(Note state, ResourceContext<Note, DirectoryInfo> context)
    {
        File.Delete(Note.FileOf(state.Name.Value, context.ProviderData));
        return Task.CompletedTask;
    }

    protected override Task<Note> ImportAsync(string id, ResourceContext<Note, DirectoryInfo> context) => Task.FromResult(new Note { Name = id });

    private static async Task<Note> WriteAsync(Note plan, ResourceContext<Note, DirectoryInfo> context)
    {
        var text = plan.Text.IsKnown ? plan.Text.Value : await File.ReadAllTextAsync(plan.CopyOf.Value, context.Cancellation);
        plan.Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        // This service writes every time in UTC, and gives each reader a number.
        if (plan.Due.IsKnown) plan.Due = plan.Due.Value.ToUniversalTime();
        foreach (var reader in plan.Readers.Or([])) reader.Value.Number = reader.Value.Number.Or(Math.Abs(reader.Value.Name.Value.Sum(static letter => letter)));
        await File.WriteAllBytesAsync(Note.FileOf(plan.Name.Value, context.ProviderData), Note.ToJson(plan), context.Cancellation);
        return plan;
    }
}

internal sealed class Note
{
    public TfValue<string> Name;
    public TfValue<string> Text;
    public TfValue<string> CopyOf;
    public TfValue<string> Title;
    public TfValue<DateTimeOffset> Due;
    public TfValue<CtyValue> Extra;
    public TfValue<ImmutableArray<TfValue<Reader>>> Readers;
    public TfValue<ImmutableArray<TfValue<Reminder>>> Reminders;
    public TfValue<string> Sha256;

    public static string FileOf(string name, DirectoryInfo folder) => Path.Combine(folder.FullName, Path.GetFileName(name) + ".json");

    public static ReadOnlyMemory<byte> ToJson(Note note) => CtyJson.Encode(NoteResource.NoteSchema.Attributes.Encode(note), NoteResource.NoteSchema.Type);

    public static Note? Read(string file) => File.Exists(file)
        ? NoteResource.NoteSchema.Attributes.Decode((CtyObject)CtyJson.Decode(File.ReadAllBytes(file), NoteResource.NoteSchema.Type))
        : null;
}

internal sealed class Reader
{
    public TfValue<string> Name;
    public TfValue<string> Role;
    public TfValue<long> Number;

    public static AttributeSet<Reader> Attributes { get; } = new()
    {
        { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The reader's name." } },
        { "role", static m => ref m.Role, new StringAttribute { Optional = true, DefaultValue = "guest", Description = "What the reader may do.", Validators = [new OneOf("guest", "editor")] } },
        { "number", static m => ref m.Number, new Int64Attribute { Computed = true, Description = "The reader's number.", PlanModifiers = [new UseStateForUnknown<long>()] } },
    };
}

internal sealed class Reminder
{
    public TfValue<string> Before;
    public TfValue<string> Message;

    public static AttributeSet<Reminder> Attributes { get; } = new()
    {
        { "before", static m => ref m.Before, new StringAttribute { Required = true, Description = "How long before it is due.", Validators = [IsDuration.Positive] } },
        { "message", static m => ref m.Message, new StringAttribute { Optional = true, DefaultValue = "Due soon.", Description = "What to say." } },
    };
}

/// <summary>Which note an ephemeral resource or an action is about.</summary>
internal sealed class NoteName
{
    public TfValue<string> Name;

    public static Schema<NoteName> Schema(string description) => new()
    {
        Description = description,
        Attributes = { { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name of the note." } } },
    };
}

/// <summary>Holds a lock file while the CLI runs.</summary>
internal sealed class NoteLock() : EphemeralResource<NoteName, DirectoryInfo>("notes_lock")
{
    protected override Schema<NoteName> Schema { get; } = NoteName.Schema("Locks a note.");

    protected override async Task<NoteName> OpenAsync(NoteName config, EphemeralContext<DirectoryInfo> context)
    {
        var file = Path.Combine(context.ProviderData.FullName, config.Name.Value + ".lock");
        context.Private["file"] = file;
        await File.WriteAllTextAsync(file, string.Empty, context.Cancellation);
        return config;
    }

    protected override Task CloseAsync(EphemeralContext<DirectoryInfo> context)
    {
        File.Delete(context.Private["file"]!);
        return Task.CompletedTask;
    }
}

/// <summary>Moves a copy of a note to the archive (Terraform 1.14).</summary>
internal sealed class ArchiveAction() : ProviderAction<NoteName, DirectoryInfo>("notes_archive")
{
    protected override Schema<NoteName> Schema { get; } = NoteName.Schema("Copies a note to the archive.");

    protected override async Task InvokeAsync(NoteName config, ActionContext<DirectoryInfo> context)
    {
        var archive = context.ProviderData.CreateSubdirectory("archive");
        await context.ReportAsync($"Archiving {config.Name.Value}.");
        File.Copy(Note.FileOf(config.Name.Value, context.ProviderData), Note.FileOf(config.Name.Value, archive), overwrite: true);
    }
}

/// <summary>Finds the notes that exist (Terraform 1.14).</summary>
internal sealed class NoteList() : ListResource<NotesConfig, Note, DirectoryInfo>(new NoteResource())
{
    protected override Schema<NotesConfig> Schema { get; } = new() { Description = "The notes of the folder." };

    protected override async IAsyncEnumerable<ListItem<Note>> ListAsync(NotesConfig config, ListContext<DirectoryInfo> context)
    {
        foreach (var file in context.ProviderData.GetFiles("*.json").OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            await Task.Yield();
            if (Note.Read(file.FullName) is { } note) yield return new(note.Title.Or(note.Name.Value), note);
        }
    }
}

/// <summary>A name for a note with any title: <c>provider::notes::slug("Milk, bread")</c> is <c>milk-bread</c>.</summary>
internal sealed class SlugFunction() : Function<Slug, string>("slug")
{
    public override string Summary => "Makes a name of a title";

    public override string Description => "Makes a name of a title: letters and digits in lower case, joined by hyphens.";

    protected override Parameters<Slug> Arguments { get; } = new()
    {
        { "title", static m => ref m.Title, new Parameter<string>(TfTypes.String) { Description = "The title." } },
    };

    protected override TfType<string> Result => TfTypes.String;

    protected override TfValue<string> Run(Slug arguments) => string.Join('-', arguments.Title.Value.ToLowerInvariant()
        .Split([.. arguments.Title.Value.ToLowerInvariant().Where(static letter => !char.IsAsciiLetterOrDigit(letter))], StringSplitOptions.RemoveEmptyEntries));
}

internal sealed class Slug
{
    public TfValue<string> Title;
}
