using System.Text;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Faults;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_status_is_sent_without_the_work_being_done()
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Method = "DELETE",
            Path = "/v2/registries/*",
            Status = 503,
            Count = 1,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["retry-after"] = "7" },
        });
        var answer = await simulation.Delete("/v2/registries/main");
        Assert.Equal((503, "service_unavailable", "7"), (answer.Status, answer.ErrorId!, answer.Headers["retry-after"]));
        Assert.NotNull(simulation.Host.World.FindRegistry("main"));
        Assert.Equal(204, (await simulation.Delete("/v2/registries/main")).Status);
    }

    [Theory]
    [InlineData(FaultKind.Status, true, 502)]
    [InlineData(FaultKind.Html, true, 502)]
    [InlineData(FaultKind.LoseAnswer, true, null)]
    [InlineData(FaultKind.Truncate, true, 201)]
    [InlineData(FaultKind.WrongJson, true, 201)]
    [InlineData(FaultKind.WrongContentType, true, 201)]
    [InlineData(FaultKind.Delay, true, 201)]
    [InlineData(FaultKind.Reset, false, null)]
    [InlineData(FaultKind.Status, false, 502)]
    [InlineData(FaultKind.Html, false, 502)]
    public async Task Each_kind_does_the_work_or_does_not(FaultKind kind, bool processed, int? logged)
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Faults.Add(new FaultRule { Kind = kind, Processed = processed, Status = 502, Id = "it" });
        var broken = await Record.ExceptionAsync(() => simulation.Post("/v2/registries/main/garbage-collection"));
        Assert.Equal(kind is FaultKind.LoseAnswer or FaultKind.Truncate or FaultKind.Reset, broken is HttpRequestException);
        Assert.Equal(processed ? 1 : 0, simulation.Host.World.FindRegistry("main")!.GarbageCollections.Count);
        var entry = Assert.Single(simulation.Host.Requests.All);
        Assert.Equal((processed, logged, "it"), (entry.Processed, entry.Status, entry.Fault));
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_broken_connection_is_an_error_of_the_transport(FaultKind kind)
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Faults.Add(new FaultRule { Kind = kind });
        await Assert.ThrowsAsync<HttpRequestException>(() => simulation.Get("/v2/registries"));
    }

    [Fact]
    public async Task Bodies_and_content_types_are_replaced()
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongJson, Count = 1 });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongJson, Count = 1, Body = new JsonObject { ["registries"] = "none" } });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Html, Count = 1 });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongContentType, Count = 1 });
        Assert.Equal("{\"unexpected\": [1, 2", (await simulation.Get("/v2/registries")).Text);
        Assert.Equal("{\"registries\":\"none\"}", (await simulation.Get("/v2/registries")).Text);
        var html = await simulation.Get("/v2/registries");
        Assert.Equal((502, "text/html"), (html.Status, html.Headers["content-type"]));
        var typed = await simulation.Get("/v2/registries");
        Assert.Equal("text/html", typed.Headers["content-type"]);
        Assert.Equal(["main"], typed.Names("registries"));
    }

    [Fact]
    public async Task A_member_is_replaced_wherever_it_stands_and_true_answers_are_kept_on_demand()
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Requests.KeepsAnswers = true;
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongMember, Member = "region", Count = 1 });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongMember, Member = "name", Body = "other", Count = 1 });

        Assert.Contains("\"region\":null", (await simulation.Get("/v2/registries")).Text, StringComparison.Ordinal);
        Assert.Equal(["other"], (await simulation.Get("/v2/registries")).Names("registries"));
        Assert.All(simulation.Host.Requests.All, static request => Assert.Contains("\"name\":\"main\"", Encoding.UTF8.GetString(request.Answer.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_count_and_body_choose_the_requests()
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Faults.Add(new FaultRule { Path = "/v2/**", After = 2, Count = 2, Status = 500 });
        List<int> statuses = [];
        for (var request = 0; request < 6; request++)
            statuses.Add((await simulation.Get("/v2/account")).Status);
        Assert.Equal([200, 200, 500, 500, 200, 200], statuses);

        simulation.Host.Faults.Clear();
        simulation.Host.Faults.Add(new FaultRule { BodyContains = "poison", Status = 500 });
        Assert.Equal(409, (await simulation.Post("/v2/registries", new { name = "main" })).Status);
        Assert.Equal(500, (await simulation.Post("/v2/registries", new { name = "poison" })).Status);
    }

    [Fact]
    public async Task A_probability_repeats_with_the_random_seed()
    {
        var first = await Draw();
        var second = await Draw();
        Assert.Equal(first, second);
        Assert.Contains(200, first);
        Assert.Contains(500, first);

        static async Task<List<int>> Draw()
        {
            await using var simulation = await WithRegistry();
            simulation.Host.Faults.Add(new FaultRule { Probability = 0.5 });
            List<int> statuses = [];
            for (var request = 0; request < 30; request++)
                statuses.Add((await simulation.Get("/v2/account")).Status);
            return statuses;
        }
    }

    [Fact]
    public async Task An_effect_that_is_held_back_comes_after_so_many_requests()
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Faults.Add(new FaultRule { Method = "DELETE", Status = 504, EffectAfter = 2, Count = 1 });
        Assert.Equal(504, (await simulation.Delete("/v2/registries/main")).Status);

        Assert.Equal(["main"], (await simulation.Get("/v2/registries")).Names("registries"));
        Assert.Equal(["main"], (await simulation.Get("/v2/registries")).Names("registries"));
        Assert.Equal(1, simulation.Host.Held.Count);
        Assert.Empty((await simulation.Get("/v2/registries")).Names("registries"));
        Assert.Equal(0, simulation.Host.Held.Count);
        Assert.True(simulation.Host.Requests.All[0].Processed);
    }

    [Fact]
    public async Task An_effect_that_is_held_back_comes_when_it_is_released_and_not_after_a_reset()
    {
        await using var simulation = await WithRegistry();
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Reset, Method = "POST", EffectAfter = 100 });
        await Assert.ThrowsAsync<HttpRequestException>(() => simulation.Post("/v2/registries", new { name = "second" }));
        Assert.Equal(["main"], (await simulation.Get("/v2/registries")).Names("registries"));
        Assert.Equal(1, (await simulation.Post("/_simulator/faults/release")).Json.GetProperty("count").GetInt32());
        Assert.Equal(["main", "second"], (await simulation.Get("/v2/registries")).Names("registries").Order());

        await Assert.ThrowsAsync<HttpRequestException>(() => simulation.Post("/v2/registries", new { name = "third" }));
        await simulation.Post("/_simulator/reset");
        Assert.Equal(0, (await simulation.Post("/_simulator/faults/release")).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Rules_out_of_range_are_refused()
    {
        await using var simulation = await WithRegistry();
        foreach (var rule in new FaultRule[] { new() { Probability = 2 }, new() { After = -1 }, new() { Count = -1 }, new() { Status = 99 }, new() { EffectAfter = -1 }, new() { Kind = FaultKind.LoseAnswer, EffectAfter = 1 } })
            Assert.Throws<ArgumentException>(() => simulation.Host.Faults.Add(rule));
        Assert.Empty(simulation.Host.Faults.All);
    }

    private static async Task<Simulation> WithRegistry()
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        return simulation;
    }
}
