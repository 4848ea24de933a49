namespace Planton.Terraform.Plugin.Testing;

/// <summary>A value as a text has it, before it is known which type it should have.</summary>
internal abstract record ValueNode
{
    internal sealed record Null : ValueNode;

    internal sealed record Unknown : ValueNode;

    internal sealed record Bool(bool Value) : ValueNode;

    internal sealed record Number(string Digits) : ValueNode;

    internal sealed record Text(string Value) : ValueNode;

    internal sealed record List(IReadOnlyList<ValueNode> Items) : ValueNode
    {
        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    internal sealed record Body(IReadOnlyList<ValueItem> Items) : ValueNode
    {
        public override string ToString() => $"{{ {string.Join(", ", Items.Select(static item => $"{item.Name} = {item.Value}"))} }}";
    }
}

/// <summary>A name with its value: an attribute, or a block.</summary>
internal sealed record ValueItem(string Name, ValueNode Value, bool IsBlock);
