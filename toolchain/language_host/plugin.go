package main

import (
	"context"
	"errors"
	"os/exec"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin executes a policy pack (kind analyzer) or a component package and streams its output until it ends or the
// engine closes the stream.
func (h *host) RunPlugin(
	req *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	args := []string{"-u", req.GetInfo().GetProgramDirectory()}
	args = append(args, req.GetArgs()...)
	if req.GetKind() == "analyzer" {
		args = append([]string{"-u", "-m", "pulumi.policy"}, req.GetArgs()...)
		args = append(args, req.GetInfo().GetProgramDirectory())
	}
	cmd, err := python(stream.Context(), req.GetInfo(), req.GetEnv(), args...)
	if err != nil {
		return err
	}
	cmd.Dir = req.GetPwd()
	output := &sender{stream: stream}
	cmd.Stdout, cmd.Stderr = stdout{output}, stderr{output}

	code := 0
	if err := cmd.Run(); err != nil {
		if stream.Context().Err() != nil {
			return nil // the engine has closed the stream: nobody is left to tell
		}
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			return err
		}
		code = exit.ExitCode()
	}
	return output.send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(code)},
	})
}

// InstallDependencies makes the virtual environment that the runtime options name.
func (h *host) InstallDependencies(
	req *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	tc, err := resolve(req.GetInfo())
	if err != nil {
		return err
	}
	output := installOutput{stream: stream}
	return tc.InstallDependencies(stream.Context(), req.GetInfo().GetProgramDirectory(),
		req.GetUseLanguageVersionTools(), true, output, output)
}

// GetProgramDependencies lists the packages of the virtual environment, for `pulumi about`.
func (h *host) GetProgramDependencies(
	ctx context.Context, req *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	tc, err := resolve(req.GetInfo())
	if err != nil {
		return nil, err
	}
	packages, err := tc.ListPackages(ctx, req.GetTransitiveDependencies())
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, dependency := range packages {
		response.Dependencies = append(response.Dependencies, dependencyInfo(dependency))
	}
	return response, nil
}

func dependencyInfo(dependency plugin.DependencyInfo) *pulumirpc.DependencyInfo {
	return &pulumirpc.DependencyInfo{Name: dependency.Name, Version: dependency.Version}
}

// About says which Python runs the program.
func (h *host) About(ctx context.Context, req *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	tc, err := resolve(req.GetInfo())
	if err != nil {
		return nil, err
	}
	info, err := tc.About(ctx)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{Executable: info.PythonExecutable, Version: info.PythonVersion.String()}, nil
}
