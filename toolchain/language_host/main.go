// Command pulumi-language-python runs Python programs, policy packs and component packages for the Pulumi engine.
//
// A CLI built from the Go module lacks the Python language host, whose source is not in a published module. This one
// stands on the same official parts: the toolchain package of the SDK (virtual environments) and the exec script that
// must lie beside this binary (error reports, async shutdown).
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// How often we look whether the engine is still there. A killed engine cannot tell us; its programs must not linger.
const engineCheckInterval = 5 * time.Second

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-python:", err)
		os.Exit(1)
	}
}

// serve answers the engine until it interrupts us or disappears. The engine passes its address as the last argument
// (flags for tracing and logging may precede it) and reads our port from the first line we print.
func serve(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	h := newHost(ctx)
	if len(args) > 0 {
		h.engine = args[len(args)-1]
		if err := rpcutil.Healthcheck(ctx, h.engine, engineCheckInterval, stop); err != nil {
			return fmt.Errorf("watch the engine at %s: %w", h.engine, err)
		}
	}

	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(s, h)
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(server.Port)

	select {
	case err := <-server.Done:
		return err
	case <-ctx.Done():
		// The engine is done with us, or gone: it waits 5 seconds for each plugin that does not leave at once.
		h.stopPrograms()
		return nil
	}
}
