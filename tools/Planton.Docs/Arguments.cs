namespace Planton.Docs;

/// <summary>The command line.</summary>
/// <param name="Provider">The executable of the provider; null when it is built from a project.</param>
/// <param name="Project">The provider's project; null when an executable is given.</param>
/// <param name="Root">The folder with <c>templates/</c>, <c>examples/</c> and <c>docs/</c>.</param>
/// <param name="Subcategory">The group of pages in a registry's navigation where a template names none.</param>
/// <param name="Check">Whether to report what would change instead of writing it.</param>
internal sealed record Arguments(string? Provider, string? Project, string Root, string Subcategory, bool Check)
{
    public const string Usage = """
        Writes the documentation of a Terraform provider to docs/, from its schemas, templates/ and examples/.

        Usage: terraform-provider-docs (--project FOLDER | --provider EXECUTABLE) [--root FOLDER] [--subcategory NAME] [--check]

          --project FOLDER       the provider's project, which is built first
          --provider EXECUTABLE  the provider, terraform-provider-NAME
          --root FOLDER          the repository; the current folder if omitted
          --subcategory NAME     groups the pages in a registry's navigation, unless a template names its own
          --check                writes nothing, and ends with 1 if anything would change
        """;

    public static Arguments Parse(string[] args)
    {
        var parsed = new Arguments(null, null, ".", string.Empty, Check: false);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--check")
            {
                parsed = parsed with { Check = true };
                continue;
            }

            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} is no option, or its value is missing.");
            parsed = parsed.With(args[i++], value);
        }

        return parsed.Provider is null == parsed.Project is null ? throw new FormatException("Either --project or --provider is required.") : parsed;
    }

    private Arguments With(string option, string value) => option switch
    {
        "--provider" => this with { Provider = value },
        "--project" => this with { Project = value },
        "--root" => this with { Root = value },
        "--subcategory" => this with { Subcategory = value },
        _ => throw new FormatException($"{option} is no option."),
    };
}
