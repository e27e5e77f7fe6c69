package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Set by the build (-ldflags): the version of the SDK that this host is made from.
var version = "0.0.0-dev"

// The exec script leaves with this code after it has shown the error itself: the engine must not add one.
const exitErrorShown = 32

// host is the engine's view of the Python language.
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine       string
	programs     context.Context
	stopPrograms context.CancelFunc
}

func newHost(ctx context.Context) *host {
	programs, stop := context.WithCancel(ctx)
	return &host{programs: programs, stopPrograms: stop}
}

func (h *host) Handshake(
	_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.engine = req.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// Cancel is the user's Ctrl-C: the program stops declaring resources, the engine finishes what is in flight.
func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.stopPrograms()
	return &emptypb.Empty{}, nil
}

// GetRequiredPackages names no plugins up front: the engine looks each one up when its first resource comes.
func (h *host) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// Run executes a program and reports how it ended.
func (h *host) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	ctx, done := h.until(ctx)
	defer done()
	args, err := h.programArguments(req)
	if err != nil {
		return nil, err
	}
	env, err := configEnvironment(req)
	if err != nil {
		return nil, err
	}
	cmd, err := python(ctx, req.GetInfo(), env, args...)
	if err != nil {
		return nil, err
	}
	cmd.Dir = req.GetPwd()
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return outcome(ctx, cmd.Run())
}

// until derives a context that also ends when the user cancels.
func (h *host) until(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	release := context.AfterFunc(h.programs, cancel)
	return ctx, func() { release(); cancel() }
}

func (h *host) programArguments(req *pulumirpc.RunRequest) ([]string, error) {
	script, err := execScript()
	if err != nil {
		return nil, err
	}
	args := []string{
		"-u", script,
		"--monitor", req.GetMonitorAddress(),
		"--engine", h.engine,
		"--project", req.GetProject(),
		"--stack", req.GetStack(),
		"--pwd", req.GetPwd(),
		"--dry_run", strconv.FormatBool(req.GetDryRun()),
		"--parallel", strconv.Itoa(int(req.GetParallel())),
		"--organization", req.GetOrganization(),
		"--root_directory", req.GetInfo().GetRootDirectory(),
		filepath.Join(req.GetInfo().GetProgramDirectory(), req.GetInfo().GetEntryPoint()),
	}
	return append(args, req.GetArgs()...), nil
}

// configEnvironment carries the stack's configuration. The SDK parses both variables, so "nothing" must be `{}`, `[]`.
func configEnvironment(req *pulumirpc.RunRequest) ([]string, error) {
	values, secrets := req.GetConfig(), req.GetConfigSecretKeys()
	if values == nil {
		values = map[string]string{}
	}
	if secrets == nil {
		secrets = []string{}
	}
	config, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	keys, err := json.Marshal(secrets)
	if err != nil {
		return nil, fmt.Errorf("secret configuration keys: %w", err)
	}
	return []string{"PULUMI_CONFIG=" + string(config), "PULUMI_CONFIG_SECRET_KEYS=" + string(keys)}, nil
}

// outcome turns the end of a program into the engine's terms. A program that we stopped on request has no error to add.
func outcome(ctx context.Context, err error) (*pulumirpc.RunResponse, error) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case ctx.Err() != nil:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit) && exit.ExitCode() == exitErrorShown:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return &pulumirpc.RunResponse{
			Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode()),
		}, nil
	default:
		return nil, fmt.Errorf("the program ended abnormally: %w", err)
	}
}
