using Planton.DigitalOcean;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Registries;

/// <summary>The app that starts the garbage collection of a registry: <c>garbage_collection_runner = "app_platform"</c>.</summary>
internal sealed class RegistryApp(ResourceContext<RegistryModel, ProviderServices> context)
{
    /// <summary>The attribute that has the settings of the app.</summary>
    public const string Attribute = "garbage_collection_app_platform";

    private readonly AppRunner _runner = new(context, Attribute);

    /// <summary>What a registry requires of its app: the default policy.</summary>
    public static JobTerms TermsOf(RegistryModel registry) =>
        JobTerms.Of(registry.Name.Value, PolicyDefaults.Schedule, "UTC", PolicyDefaults.Type, registry.GarbageCollectionAppPlatform);

    /// <summary>
    /// The state of a registry that was just created, with its app. The registry is whole without the app, and an error would taint it: the next
    /// apply would delete it with its images.
    /// </summary>
    public async Task<RegistryModel> BeginAsync(RegistryModel state)
    {
        state.GarbageCollectionApp = default;
        try
        {
            return await ApplyAsync(state, before: null);
        }
        catch (Exception failure) when (failure is ApiException or DiagnosticException or OperationCanceledException)
        {
            context.Diagnostics.Warning(
                Attribute,
                $"The garbage collection app of \"{state.Name.Value}\" was not created",
                $"The registry was created, but not the app that starts its garbage collection. {Reason(failure)}\n\nThe next plan shows the app as missing, and the next apply creates it.");
            return state;
        }
    }

    /// <summary>Makes the app match the registry: it is created, changed or removed. The state is changed, and saved with each step.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="before">The state before; null on create.</param>
    public async Task<RegistryModel> ApplyAsync(RegistryModel state, RegistryModel? before)
    {
        if (!state.RunsAsApp)
        {
            if (before is not null) await RemoveAsync(before);
            state.GarbageCollectionApp = default;
            return state;
        }

        var app = before?.GarbageCollectionApp ?? default;
        if (before is not null && AppModel.IdOf(app) is not null && AppPlatformModel.MovesProject(before.GarbageCollectionAppPlatform, state.GarbageCollectionAppPlatform))
        {
            // An app cannot change its project, and the registry must not be replaced for it.
            await RemoveAsync(before);
            app = default;
        }

        var terms = TermsOf(state);
        var request = new AppRequest(terms, app)
        {
            Settings = context.Config?.GarbageCollectionAppPlatform ?? default,
            IsNewToken = before is not null && AppPlatformModel.HasNewToken(before.GarbageCollectionAppPlatform, state.GarbageCollectionAppPlatform),
        };
        var (made, drift) = await _runner.ApplyAsync(request, seen =>
        {
            state.GarbageCollectionApp = seen;
            context.Save(state);
        });
        state.GarbageCollectionApp = AppModel.From(made, terms.InstanceSizeSlug, drift.OthersAndSchedule);
        return state;
    }

    /// <summary>Removes the app of a registry, if there is one.</summary>
    public Task RemoveAsync(RegistryModel state) =>
        state.RunsAsApp || state.GarbageCollectionApp.IsKnown ? _runner.RemoveAsync(state.Name.Value, state.GarbageCollectionApp) : Task.CompletedTask;

    /// <summary>Shows in the state whether the app still exists, and what was changed in it.</summary>
    public async Task<RegistryModel> ObserveAsync(RegistryModel state)
    {
        if (!state.RunsAsApp)
        {
            state.GarbageCollectionApp = default;
            return state;
        }

        context.ProviderData.InState.AddApp(state.Name.Value);
        if (await _runner.FindAsync(state.Name.Value, state.GarbageCollectionApp) is not { } app)
        {
            state.GarbageCollectionApp = default;
            return state;
        }

        var terms = TermsOf(state);
        var drift = _runner.Observe(app, terms);
        state.GarbageCollectionAppPlatform = drift.ApplyTo(state.GarbageCollectionAppPlatform);
        state.GarbageCollectionApp = AppModel.From(app, drift.InstanceSizeSlug ?? terms.InstanceSizeSlug, drift.OthersAndSchedule);
        return state;
    }

    /// <summary>The runs, with those that the app started marked as the registry's own. A window without a successful run is reported.</summary>
    /// <param name="view">The runs that were read.</param>
    public async Task<CollectionView> AttributeAsync(RegistryModel state, PolicySchedule terms, CollectionView view)
    {
        var (attributed, last) = await _runner.AttributeAsync(terms, view, AppModel.IdOf(state.GarbageCollectionApp), limit: 1);
        if (attributed.DueState.Overdue)
        {
            context.Diagnostics.Warning(Attribute, $"Garbage collection of \"{state.Name.Value}\" is overdue", AppOverdue.Explain(state.GarbageCollectionApp, last));
        }

        return attributed;
    }

    /// <summary>Reports that a registry is gone and its app still exists: the app is in no state once the registry is not.</summary>
    /// <param name="state">The state of the registry.</param>
    public async Task ReportOrphanAsync(RegistryModel state)
    {
        if (!state.RunsAsApp) return;

        context.ProviderData.InState.AddApp(state.Name.Value);
        if (await _runner.FindAsync(state.Name.Value, state.GarbageCollectionApp) is not { } app) return;
        context.Diagnostics.Warning(
            Attribute,
            $"The registry \"{state.Name.Value}\" is gone, but its app is not",
            $"The app {app.Name} keeps trying to collect its garbage. If the next apply creates the registry again, it uses the app again. Otherwise delete the app: doctl apps delete {app.Id}");
    }

    private string Reason(Exception failure) => failure switch
    {
        ApiException refused => ApiFailure.Explain(refused),
        DiagnosticException wrong => string.Join(' ', wrong.Diagnostics.Select(static one => one.Detail)),
        _ => context.IsStopping ? "The CLI was interrupted." : "The time limit (timeouts.create) was reached.",
    };
}
