package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/pulumi/pulumi/sdk/v3/python/toolchain"
)

// How long a program may take to leave after SIGTERM before it is killed.
const programGrace = 2 * time.Second

// resolve reads the runtime options of Pulumi.yaml (`toolchain`, `virtualenv`) as the official host does.
func resolve(info *pulumirpc.ProgramInfo) (toolchain.Toolchain, error) {
	options := toolchain.PythonOptions{Root: info.GetRootDirectory(), ProgramDir: info.GetProgramDirectory()}
	settings := info.GetOptions().AsMap()
	if virtualenv, ok := settings["virtualenv"].(string); ok {
		options.Virtualenv = virtualenv
	}
	switch name, _ := settings["toolchain"].(string); name {
	case "", "pip":
		options.Toolchain = toolchain.Pip
	case "poetry":
		options.Toolchain = toolchain.Poetry
	case "uv":
		options.Toolchain = toolchain.Uv
	default:
		return nil, fmt.Errorf("runtime option 'toolchain' is %q; accepted are pip, poetry and uv", name)
	}
	return toolchain.ResolveToolchain(options)
}

// python prepares `python <args>` in the virtual environment of the program. The caller sets folder and output.
// Cancelling ctx asks the process to leave (SIGTERM, which Python obeys without a traceback) and then kills it.
func python(ctx context.Context, info *pulumirpc.ProgramInfo, env []string, args ...string) (*exec.Cmd, error) {
	tc, err := resolve(info)
	if err != nil {
		return nil, err
	}
	if err := tc.ValidateVenv(ctx); err != nil {
		return nil, err
	}
	cmd, err := tc.Command(ctx, args...)
	if err != nil {
		return nil, err
	}
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = programGrace
	return cmd, nil
}

// execScript is the official script that connects a program to the engine; setup installs it beside this binary.
func execScript() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	if self, err = filepath.EvalSymlinks(self); err != nil {
		return "", err
	}
	script := filepath.Join(filepath.Dir(self), "pulumi-language-python-exec")
	if _, err := os.Stat(script); err != nil {
		return "", fmt.Errorf("%s is missing: run `make setup`", script)
	}
	return script, nil
}
