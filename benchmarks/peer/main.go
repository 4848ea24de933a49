// A Terraform provider in Go whose reads do nothing: the reference that this project's provider is measured against. It stands on
// hashicorp/go-plugin, grpc-go and go-cty as every Go provider does, and leaves out the framework above them: what it does not do cannot make it
// slow. Every answer is the shortest that Terraform accepts.
package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/go-plugin"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
	"google.golang.org/grpc"

	"peer/tfplugin6"
)

// An attribute: who sets it, and its type. One that holds others has nested instead.
type attribute struct {
	required, optional, computed bool

	kind    cty.Type
	nesting tfplugin6.Schema_Object_NestingMode
	nested  map[string]attribute
}

var (
	text  = attribute{computed: true, kind: cty.String}
	flag  = attribute{computed: true, kind: cty.Bool}
	count = attribute{computed: true, kind: cty.Number}
	texts = attribute{computed: true, kind: cty.List(cty.String)}
)

var cluster = map[string]attribute{
	"name": text, "region": text, "version": text, "state": text, "same_region": flag, "integrated": flag, "registries": texts, "integrated_at": text,
}

var run = map[string]attribute{
	"uuid": text, "type": text, "status": text, "origin": text, "scheduled_for": text, "created_at": text, "updated_at": text,
	"blobs_deleted": count, "freed_bytes": count,
}

// The resources have the attributes of this project's registry, policy and integration, so that the CLI has the same work with both providers.
var resources = map[string]map[string]attribute{
	"peer_integration": {
		"registry_name": required(text), "cluster_uuids": required(attribute{kind: cty.Set(cty.String)}), "require_same_region": optional(flag),
		"id": text, "registry_region": text, "clusters": {computed: true, nesting: tfplugin6.Schema_Object_MAP, nested: cluster},
		"timeouts": limits("create", "update", "delete"),
	},
	"peer_registry": {
		"name": required(text), "subscription_tier_slug": optional(text), "region": optional(text), "garbage_collection_enabled": optional(flag),
		"deletion_protection": optional(flag), "id": text, "created_at": text, "endpoint": text, "server_url": text, "read_only": flag,
		"storage_usage_bytes": count, "storage_usage_bytes_updated_at": text, "next_garbage_collection_at": text,
		"last_garbage_collection": {computed: true, nesting: tfplugin6.Schema_Object_SINGLE, nested: run},
		"timeouts":                limits("create", "update", "delete"),
	},
	"peer_policy": {
		"registry_name": required(text), "schedule": required(text), "time_zone": optional(text), "maintenance_window": optional(text),
		"type": optional(text), "enabled": optional(flag), "run_on_create": optional(flag), "wait_for_completion": optional(flag),
		"history_limit": optional(count), "runner": optional(text), "triggers": setting(attribute{kind: cty.Map(cty.String)}),
		"id": text, "due": flag, "overdue": flag, "next_run_at": text, "total_freed_bytes": count,
		"last_run": {computed: true, nesting: tfplugin6.Schema_Object_SINGLE, nested: run},
		"runs":     {computed: true, nesting: tfplugin6.Schema_Object_LIST, nested: run},
		"app_platform": {optional: true, nesting: tfplugin6.Schema_Object_SINGLE, nested: map[string]attribute{
			"image_tag": optional(text), "instance_size_slug": optional(text), "project_id": setting(text), "region": setting(text),
			"run_command_replaces_entry_point": optional(flag), "token_wo": setting(text), "token_wo_version": setting(count),
		}},
		"app": {computed: true, nesting: tfplugin6.Schema_Object_SINGLE, nested: map[string]attribute{
			"id": text, "name": text, "deployment_phase": text, "differences": texts,
		}},
		"last_invocation": {computed: true, nesting: tfplugin6.Schema_Object_SINGLE, nested: map[string]attribute{
			"id": text, "phase": text, "created_at": text, "started_at": text, "completed_at": text, "run_uuid": text,
		}},
		"timeouts": limits("create", "update"),
	},
}

var objects = map[string]cty.Type{}

func required(a attribute) attribute { return attribute{required: true, kind: a.kind} }

func optional(a attribute) attribute { return attribute{optional: true, computed: true, kind: a.kind} }

func setting(a attribute) attribute { return attribute{optional: true, kind: a.kind} }

func limits(operations ...string) attribute {
	nested := map[string]attribute{}
	for _, operation := range operations {
		nested[operation] = setting(text)
	}
	return attribute{optional: true, nesting: tfplugin6.Schema_Object_SINGLE, nested: nested}
}

// The type of a value with these attributes.
func object(attributes map[string]attribute) cty.Type {
	types := map[string]cty.Type{}
	for name, a := range attributes {
		types[name] = a.kind
		switch {
		case a.nested == nil:
		case a.nesting == tfplugin6.Schema_Object_MAP:
			types[name] = cty.Map(object(a.nested))
		case a.nesting == tfplugin6.Schema_Object_LIST:
			types[name] = cty.List(object(a.nested))
		default:
			types[name] = object(a.nested)
		}
	}
	return cty.Object(types)
}

func schema(attributes map[string]attribute) []*tfplugin6.Schema_Attribute {
	var all []*tfplugin6.Schema_Attribute
	for name, a := range attributes {
		one := &tfplugin6.Schema_Attribute{Name: name, Required: a.required, Optional: a.optional, Computed: a.computed, Description: "What it means."}
		if a.nested == nil {
			one.Type = typeOf(a.kind)
		} else {
			one.NestedType = &tfplugin6.Schema_Object{Nesting: a.nesting, Attributes: schema(a.nested)}
		}
		all = append(all, one)
	}
	return all
}

func main() {
	for name, attributes := range resources {
		objects[name] = object(attributes)
	}
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{6: {"provider": &grpcProvider{}}},
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(options, grpc.MaxRecvMsgSize(256<<20), grpc.MaxSendMsgSize(256<<20))...)
		},
	})
}

type grpcProvider struct {
	plugin.NetRPCUnsupportedPlugin
}

func (*grpcProvider) GRPCServer(_ *plugin.GRPCBroker, server *grpc.Server) error {
	tfplugin6.RegisterProviderServer(server, &provider{})
	return nil
}

func (*grpcProvider) GRPCClient(context.Context, *plugin.GRPCBroker, *grpc.ClientConn) (interface{}, error) {
	return nil, fmt.Errorf("this is a provider, not a client of one")
}

type provider struct {
	tfplugin6.UnimplementedProviderServer
}

func (*provider) GetProviderSchema(context.Context, *tfplugin6.GetProviderSchema_Request) (*tfplugin6.GetProviderSchema_Response, error) {
	schemas := map[string]*tfplugin6.Schema{}
	for name, attributes := range resources {
		schemas[name] = &tfplugin6.Schema{Block: &tfplugin6.Schema_Block{Attributes: schema(attributes)}}
	}
	return &tfplugin6.GetProviderSchema_Response{
		Provider:           &tfplugin6.Schema{Block: &tfplugin6.Schema_Block{}},
		ResourceSchemas:    schemas,
		ServerCapabilities: &tfplugin6.ServerCapabilities{GetProviderSchemaOptional: true},
	}, nil
}

func (*provider) ValidateProviderConfig(context.Context, *tfplugin6.ValidateProviderConfig_Request) (*tfplugin6.ValidateProviderConfig_Response, error) {
	return &tfplugin6.ValidateProviderConfig_Response{}, nil
}

func (*provider) ConfigureProvider(context.Context, *tfplugin6.ConfigureProvider_Request) (*tfplugin6.ConfigureProvider_Response, error) {
	return &tfplugin6.ConfigureProvider_Response{}, nil
}

func (*provider) ValidateResourceConfig(_ context.Context, request *tfplugin6.ValidateResourceConfig_Request) (*tfplugin6.ValidateResourceConfig_Response, error) {
	_, err := msgpack.Unmarshal(request.Config.Msgpack, objects[request.TypeName])
	return &tfplugin6.ValidateResourceConfig_Response{}, err
}

func (*provider) UpgradeResourceState(_ context.Context, request *tfplugin6.UpgradeResourceState_Request) (*tfplugin6.UpgradeResourceState_Response, error) {
	value, err := ctyjson.Unmarshal(request.RawState.Json, objects[request.TypeName])
	if err != nil {
		return nil, err
	}
	state, err := encode(value, objects[request.TypeName])
	return &tfplugin6.UpgradeResourceState_Response{UpgradedState: state}, err
}

// Decodes and encodes, as a framework must before it hands a state to the author's read.
func (*provider) ReadResource(_ context.Context, request *tfplugin6.ReadResource_Request) (*tfplugin6.ReadResource_Response, error) {
	state, err := again(request.CurrentState, objects[request.TypeName])
	return &tfplugin6.ReadResource_Response{NewState: state, Private: request.Private}, err
}

// A create marks what is computed and not configured as unknown; nothing else ever changes here.
func (*provider) PlanResourceChange(_ context.Context, request *tfplugin6.PlanResourceChange_Request) (*tfplugin6.PlanResourceChange_Response, error) {
	kind := objects[request.TypeName]
	state, err := change(request.ProposedNewState, kind, func(fields map[string]cty.Value) {
		creates := fields["id"].IsNull()
		for name, a := range resources[request.TypeName] {
			if creates && a.computed && fields[name].IsNull() {
				fields[name] = cty.UnknownVal(kind.AttributeType(name))
			}
		}
	})
	return &tfplugin6.PlanResourceChange_Response{PlannedState: state, PlannedPrivate: request.PriorPrivate}, err
}

func (*provider) ApplyResourceChange(_ context.Context, request *tfplugin6.ApplyResourceChange_Request) (*tfplugin6.ApplyResourceChange_Response, error) {
	state, err := change(request.PlannedState, objects[request.TypeName], func(fields map[string]cty.Value) {
		for name, value := range fields {
			if !value.IsKnown() {
				fields[name] = known(value.Type(), fields)
			}
		}
	})
	return &tfplugin6.ApplyResourceChange_Response{NewState: state, Private: request.PlannedPrivate}, err
}

// A value as a service might give it: as long as those of this project's resources.
func known(kind cty.Type, fields map[string]cty.Value) cty.Value {
	switch {
	case kind == cty.String:
		return cty.StringVal("2026-03-02T09:00:00Z")
	case kind == cty.Bool:
		return cty.False
	case kind == cty.Number:
		return cty.Zero
	case kind.IsListType() && kind.ElementType() == cty.String:
		return cty.ListVal([]cty.Value{fields["registry_name"]})
	case kind.IsListType():
		return cty.ListValEmpty(kind.ElementType())
	case !kind.IsMapType():
		return cty.NullVal(kind)
	}
	clusters := map[string]cty.Value{}
	for _, uuid := range fields["cluster_uuids"].AsValueSlice() {
		one := map[string]cty.Value{}
		for name, part := range kind.ElementType().AttributeTypes() {
			one[name] = known(part, fields)
		}
		clusters[uuid.AsString()] = cty.ObjectVal(one)
	}
	return cty.MapVal(clusters)
}

func (*provider) StopProvider(context.Context, *tfplugin6.StopProvider_Request) (*tfplugin6.StopProvider_Response, error) {
	return &tfplugin6.StopProvider_Response{}, nil
}

func typeOf(kind cty.Type) []byte {
	text, err := ctyjson.MarshalType(kind)
	if err != nil {
		panic(err)
	}
	return text
}

func again(value *tfplugin6.DynamicValue, kind cty.Type) (*tfplugin6.DynamicValue, error) {
	return change(value, kind, func(map[string]cty.Value) {})
}

// Decodes a value, changes its fields unless it is null, and encodes it.
func change(value *tfplugin6.DynamicValue, kind cty.Type, edit func(map[string]cty.Value)) (*tfplugin6.DynamicValue, error) {
	decoded, err := msgpack.Unmarshal(value.Msgpack, kind)
	if err != nil {
		return nil, err
	}
	if decoded.IsNull() {
		return encode(decoded, kind)
	}
	fields := decoded.AsValueMap()
	edit(fields)
	return encode(cty.ObjectVal(fields), kind)
}

func encode(value cty.Value, kind cty.Type) (*tfplugin6.DynamicValue, error) {
	bytes, err := msgpack.Marshal(value, kind)
	return &tfplugin6.DynamicValue{Msgpack: bytes}, err
}
