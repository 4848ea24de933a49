using System.Buffers.Binary;

namespace Planton.Dist;

/// <summary>Reads the head of an executable: what system and processor it is for, and whether that system would start it.</summary>
internal static class Target
{
    private const int ElfInterpreter = 3;
    private const uint MachCodeSignature = 0x1D;

    /// <summary>Throws unless an executable is one for a platform.</summary>
    /// <param name="platform">The platform, as Terraform names it.</param>
    /// <param name="executable">The bytes of the executable.</param>
    public static void Check(string platform, ReadOnlySpan<byte> executable)
    {
        var found = Of(executable);
        if (found != platform) throw new ReleaseException($"The executable for {platform} is one for {found ?? "no system that is known"}. Run: build/publish.sh {platform}");
        if (platform.StartsWith("linux_", StringComparison.Ordinal) && NeedsLibraries(executable))
        {
            throw new ReleaseException($"The executable for {platform} is dynamic, and would not start on every Linux. Run: build/setup.sh dist");
        }

        if (platform == "darwin_arm64" && !IsSigned(executable)) throw new ReleaseException("The executable for darwin_arm64 has no signature, without which macOS does not start it.");
    }

    private static string? Of(ReadOnlySpan<byte> file) => file switch
    {
        [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, ..] => Word(file, 18) switch { 62 => "linux_amd64", 183 => "linux_arm64", _ => null },
        [0xCF, 0xFA, 0xED, 0xFE, ..] => Number(file, 4) switch { 0x01000007 => "darwin_amd64", 0x0100000C => "darwin_arm64", _ => null },
        [(byte)'M', (byte)'Z', ..] => Word(file, (int)Number(file, 60) + 4) switch { 0x8664 => "windows_amd64", 0xAA64 => "windows_arm64", _ => null },
        _ => null,
    };

    /// <summary>A program header names the loader that is to find the libraries.</summary>
    private static bool NeedsLibraries(ReadOnlySpan<byte> elf)
    {
        var (table, size, count) = ((int)BinaryPrimitives.ReadInt64LittleEndian(elf[32..]), Word(elf, 54), Word(elf, 56));
        for (var header = 0; header < count; header++)
        {
            if (Number(elf, table + (header * size)) == ElfInterpreter) return true;
        }

        return false;
    }

    private static bool IsSigned(ReadOnlySpan<byte> mach)
    {
        var (count, offset) = (Number(mach, 16), 32);
        for (var command = 0; command < count; command++)
        {
            if (Number(mach, offset) == MachCodeSignature) return true;
            offset += (int)Number(mach, offset + 4);
        }

        return false;
    }

    private static ushort Word(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(file[offset..]);

    private static uint Number(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file[offset..]);
}
