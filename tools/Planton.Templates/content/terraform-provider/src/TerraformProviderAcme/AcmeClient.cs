namespace TerraformProviderAcme;

/// <summary>The service that the provider manages. Here it is a folder of text files; replace it by the client of your API.</summary>
internal sealed class AcmeClient(string folder)
{
    public async Task<string?> FindAsync(string name, CancellationToken cancellation) =>
        File.Exists(PathOf(name)) ? await File.ReadAllTextAsync(PathOf(name), cancellation) : null;

    public async Task PutAsync(string name, string content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(PathOf(name), content, cancellation);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(folder, $"{Path.GetFileName(name)}.txt");
}
