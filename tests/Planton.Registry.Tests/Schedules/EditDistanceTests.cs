using Planton.Registry.Schedules;

namespace Planton.Registry.Tests.Schedules;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("region", "region", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("region", "regoin", 2)]
    [InlineData("regin", "region", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Each_insertion_removal_and_replacement_counts_one(string left, string right, int distance) => Assert.Equal(distance, EditDistance.Between(left, right));
}
