using Planton.Docs;

Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (FormatException mistake)
{
    await Console.Error.WriteLineAsync($"{mistake.Message}\n\n{Arguments.Usage}");
    return 2;
}

try
{
    var provider = await DocumentedProvider.ReadAsync(arguments.Provider ?? await ProjectOutput.BuildAsync(arguments.Project!));
    var pages = new PageList(provider, new Templates(arguments.Root), arguments.Subcategory).All();
    return new DocsFolder(Path.Combine(arguments.Root, "docs")).Update(pages, arguments.Check);
}
catch (DocsException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
