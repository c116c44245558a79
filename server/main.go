// Command server is Soundings: it serves the pages, the API and the figures, and keeps, backs up and moves its data.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(NewMain(os.Stdin, os.Stdout, os.Stderr).Execute(ctx, os.Args[1:]))
}
