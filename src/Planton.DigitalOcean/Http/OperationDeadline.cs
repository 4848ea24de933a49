namespace Planton.DigitalOcean.Http;

/// <summary>
/// The time by which the current operation must end. It flows with the asynchronous call, like a transaction scope, because a cancellation token does
/// not expose its time: a wait that would end after the deadline is not started at all.
/// </summary>
internal sealed class OperationDeadline : IDisposable
{
    private static readonly AsyncLocal<OperationDeadline?> Flowing = new();

    private readonly OperationDeadline? _outer;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private readonly TimeSpan _within;

    private OperationDeadline(TimeProvider time, TimeSpan within)
    {
        _outer = Flowing.Value;
        _time = time;
        _begun = time.GetTimestamp();
        _within = within;
    }

    public static OperationDeadline? Current => Flowing.Value;

    /// <summary>What is left; an outer deadline that is nearer wins.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var own = _within - _time.GetElapsedTime(_begun);
            return _outer?.Remaining is { } outer && outer < own ? outer : own;
        }
    }

    public static OperationDeadline Begin(TimeProvider time, TimeSpan within) => Flowing.Value = new OperationDeadline(time, within);

    public void Dispose() => Flowing.Value = _outer;
}
