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

// The one resource: the attributes of this project's integration with clusters, so that the CLI has the same work with both.
const resource = "peer_integration"

var cluster = map[string]cty.Type{
	"name": cty.String, "region": cty.String, "version": cty.String, "state": cty.String, "same_region": cty.Bool, "integrated": cty.Bool,
	"registries": cty.List(cty.String), "integrated_at": cty.String,
}

var object = cty.Object(map[string]cty.Type{
	"registry_name": cty.String, "cluster_uuids": cty.Set(cty.String), "require_same_region": cty.Bool, "id": cty.String,
	"registry_region": cty.String, "clusters": cty.Map(cty.Object(cluster)),
})

func main() {
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
	nested := &tfplugin6.Schema_Object{Nesting: tfplugin6.Schema_Object_MAP}
	for name, kind := range cluster {
		nested.Attributes = append(nested.Attributes, computed(name, kind))
	}
	clusters := computed("clusters", cty.DynamicPseudoType)
	clusters.Type, clusters.NestedType = nil, nested
	block := &tfplugin6.Schema_Block{Attributes: []*tfplugin6.Schema_Attribute{
		required("registry_name", cty.String), required("cluster_uuids", cty.Set(cty.String)), computed("require_same_region", cty.Bool),
		computed("id", cty.String), computed("registry_region", cty.String), clusters,
	}}
	block.Attributes[2].Optional = true
	return &tfplugin6.GetProviderSchema_Response{
		Provider:           &tfplugin6.Schema{Block: &tfplugin6.Schema_Block{}},
		ResourceSchemas:    map[string]*tfplugin6.Schema{resource: {Block: block}},
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
	_, err := msgpack.Unmarshal(request.Config.Msgpack, object)
	return &tfplugin6.ValidateResourceConfig_Response{}, err
}

func (*provider) UpgradeResourceState(_ context.Context, request *tfplugin6.UpgradeResourceState_Request) (*tfplugin6.UpgradeResourceState_Response, error) {
	value, err := ctyjson.Unmarshal(request.RawState.Json, object)
	if err != nil {
		return nil, err
	}
	state, err := encode(value)
	return &tfplugin6.UpgradeResourceState_Response{UpgradedState: state}, err
}

// Decodes and encodes, as a framework must before it hands a state to the author's read.
func (*provider) ReadResource(_ context.Context, request *tfplugin6.ReadResource_Request) (*tfplugin6.ReadResource_Response, error) {
	state, err := again(request.CurrentState)
	return &tfplugin6.ReadResource_Response{NewState: state, Private: request.Private}, err
}

// A create marks what is computed as unknown; nothing else ever changes here.
func (*provider) PlanResourceChange(_ context.Context, request *tfplugin6.PlanResourceChange_Request) (*tfplugin6.PlanResourceChange_Response, error) {
	state, err := change(request.ProposedNewState, func(fields map[string]cty.Value) {
		for _, name := range []string{"id", "registry_region", "clusters"} {
			if fields[name].IsNull() {
				fields[name] = cty.UnknownVal(object.AttributeType(name))
			}
		}
		if fields["require_same_region"].IsNull() {
			fields["require_same_region"] = cty.False
		}
	})
	return &tfplugin6.PlanResourceChange_Response{PlannedState: state, PlannedPrivate: request.PriorPrivate}, err
}

func (*provider) ApplyResourceChange(_ context.Context, request *tfplugin6.ApplyResourceChange_Request) (*tfplugin6.ApplyResourceChange_Response, error) {
	state, err := change(request.PlannedState, func(fields map[string]cty.Value) {
		text := cty.StringVal("2026-03-02T09:00:00Z")
		clusters := map[string]cty.Value{}
		for _, uuid := range fields["cluster_uuids"].AsValueSlice() {
			clusters[uuid.AsString()] = cty.ObjectVal(map[string]cty.Value{
				"name": text, "region": text, "version": text, "state": text, "same_region": cty.True, "integrated": cty.True,
				"registries": cty.ListVal([]cty.Value{fields["registry_name"]}), "integrated_at": text,
			})
		}
		fields["id"], fields["registry_region"], fields["clusters"] = fields["registry_name"], text, cty.MapVal(clusters)
	})
	return &tfplugin6.ApplyResourceChange_Response{NewState: state, Private: request.PlannedPrivate}, err
}

func (*provider) StopProvider(context.Context, *tfplugin6.StopProvider_Request) (*tfplugin6.StopProvider_Response, error) {
	return &tfplugin6.StopProvider_Response{}, nil
}

func required(name string, kind cty.Type) *tfplugin6.Schema_Attribute {
	return &tfplugin6.Schema_Attribute{Name: name, Type: typeOf(kind), Required: true, Description: "What the configuration says."}
}

func computed(name string, kind cty.Type) *tfplugin6.Schema_Attribute {
	return &tfplugin6.Schema_Attribute{Name: name, Type: typeOf(kind), Computed: true, Description: "What the service says."}
}

func typeOf(kind cty.Type) []byte {
	text, err := ctyjson.MarshalType(kind)
	if err != nil {
		panic(err)
	}
	return text
}

func again(value *tfplugin6.DynamicValue) (*tfplugin6.DynamicValue, error) {
	return change(value, func(map[string]cty.Value) {})
}

// Decodes a value, changes its fields unless it is null, and encodes it.
func change(value *tfplugin6.DynamicValue, edit func(map[string]cty.Value)) (*tfplugin6.DynamicValue, error) {
	decoded, err := msgpack.Unmarshal(value.Msgpack, object)
	if err != nil {
		return nil, err
	}
	if decoded.IsNull() {
		return encode(decoded)
	}
	fields := decoded.AsValueMap()
	edit(fields)
	return encode(cty.ObjectVal(fields))
}

func encode(value cty.Value) (*tfplugin6.DynamicValue, error) {
	bytes, err := msgpack.Marshal(value, object)
	return &tfplugin6.DynamicValue{Msgpack: bytes}, err
}
