// A Terraform provider in Go whose reads do nothing: the reference that this project's provider is measured against. It stands on
// hashicorp/go-plugin, grpc-go and go-cty as every Go provider does, and leaves out the framework above them: what it does not do cannot make it
// slow. Every answer is the shortest that Terraform accepts.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/go-plugin"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
	"google.golang.org/grpc"

	"peer/tfplugin6"
)

// The one resource: as many attributes as this project's integration has, all of them strings.
const resource = "peer_thing"

var attributes = []string{"name", "schedule", "time_zone", "maintenance_window", "type", "region", "tier", "owner"}

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
	block := &tfplugin6.Schema_Block{}
	for _, name := range attributes {
		block.Attributes = append(block.Attributes, &tfplugin6.Schema_Attribute{
			Name: name, Type: []byte(`"string"`), Required: name == "name", Optional: name != "name", Description: "An attribute of a thing.",
		})
	}
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
	_, err := msgpack.Unmarshal(request.Config.Msgpack, object())
	return &tfplugin6.ValidateResourceConfig_Response{}, err
}

func (*provider) UpgradeResourceState(_ context.Context, request *tfplugin6.UpgradeResourceState_Request) (*tfplugin6.UpgradeResourceState_Response, error) {
	value, err := ctyjson.Unmarshal(request.RawState.Json, object())
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

func (*provider) PlanResourceChange(_ context.Context, request *tfplugin6.PlanResourceChange_Request) (*tfplugin6.PlanResourceChange_Response, error) {
	state, err := again(request.ProposedNewState)
	return &tfplugin6.PlanResourceChange_Response{PlannedState: state, PlannedPrivate: request.PriorPrivate}, err
}

func (*provider) ApplyResourceChange(_ context.Context, request *tfplugin6.ApplyResourceChange_Request) (*tfplugin6.ApplyResourceChange_Response, error) {
	state, err := again(request.PlannedState)
	return &tfplugin6.ApplyResourceChange_Response{NewState: state, Private: request.PlannedPrivate}, err
}

func (*provider) StopProvider(context.Context, *tfplugin6.StopProvider_Request) (*tfplugin6.StopProvider_Response, error) {
	return &tfplugin6.StopProvider_Response{}, nil
}

func object() cty.Type {
	fields := make(map[string]cty.Type, len(attributes))
	for _, name := range attributes {
		fields[name] = cty.String
	}
	return cty.Object(fields)
}

func again(value *tfplugin6.DynamicValue) (*tfplugin6.DynamicValue, error) {
	decoded, err := msgpack.Unmarshal(value.Msgpack, object())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return nil, err
	}
	return encode(decoded)
}

func encode(value cty.Value) (*tfplugin6.DynamicValue, error) {
	bytes, err := msgpack.Marshal(value, object())
	return &tfplugin6.DynamicValue{Msgpack: bytes}, err
}
