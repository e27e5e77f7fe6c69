package main

import (
	"bytes"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// sender serialises messages on one stream: stdout and stderr are copied by two goroutines, a gRPC stream bears one.
type sender struct {
	mutex  sync.Mutex
	stream pulumirpc.LanguageRuntime_RunPluginServer
}

func (s *sender) send(message *pulumirpc.RunPluginResponse) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.stream.Send(message)
}

type stdout struct{ to *sender }

func (w stdout) Write(data []byte) (int, error) {
	return len(data), w.to.send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: bytes.Clone(data)},
	})
}

type stderr struct{ to *sender }

func (w stderr) Write(data []byte) (int, error) {
	return len(data), w.to.send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: bytes.Clone(data)},
	})
}

type installOutput struct {
	stream pulumirpc.LanguageRuntime_InstallDependenciesServer
}

func (w installOutput) Write(data []byte) (int, error) {
	return len(data), w.stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: bytes.Clone(data)})
}
