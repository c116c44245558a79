package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"time"

	"soundings/server/store/bolt"
	"soundings/web"
)

// closeTimeout is how long requests under way have when the program ends.
const closeTimeout = 10 * time.Second

// Main is the program. A test runs it as Execute does: ParseFlags, Run, Wait, Close.
type Main struct {
	In         *os.File  // the terminal on which a passphrase is asked for
	Out, Err   io.Writer // what was asked for; logs and progress
	Now        func() time.Time
	Rand       io.Reader                            // random bytes for everything that the program makes
	Tick       func(time.Duration) <-chan time.Time // says when a background job is due again
	Interfaces func() ([]net.Addr, error)           // addresses of this machine
	Load       func() (*web.Built, error)           // reads what is built in
	Settings   Settings

	// What Run has found out when it serves.
	Addr    string // where it listens, as 127.0.0.1:8080
	BaseURL string // what every link begins with
	Links   []Link // as they were printed

	command      string
	app          *app   // what serves
	demoDatabase string // with --demo and --mongodb: its name
	workFactor   int    // of a backup's passphrase: scrypt's log2(N)
	log          *slog.Logger
	failed       chan error                    // holds why the server had to stop by itself
	closers      []func(context.Context) error // what Close does, the last first
}

// Link is a link that is printed at start, with what it is for.
type Link struct {
	Name string
	URL  string
}

// NewMain returns the program before its flags are known.
func NewMain(in *os.File, out, errs io.Writer) *Main {
	return &Main{In: in, Out: out, Err: errs, Now: time.Now, Rand: rand.Reader, Tick: time.Tick, Interfaces: net.InterfaceAddrs, Load: web.Load, workFactor: 18, failed: make(chan error, 1)}
}

// Execute is the whole program. It returns the exit code: 0; 1 when what was asked for could not be done; 2 for a wrong
// setting.
func (m *Main) Execute(ctx context.Context, args []string) int {
	err := m.ParseFlags(args)
	if err == nil {
		if err = m.Run(ctx); err == nil {
			err = m.Wait(ctx)
		}
		err = errors.Join(err, m.Close())
	}
	var wrong *settingError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintln(m.Err, "soundings:", wrong)
		return 2
	case errors.Is(err, bolt.ErrDamaged):
		fmt.Fprintf(m.Err, "soundings: %v\nKeep the file as it is, and restore the last backup into another folder: soundings restore FILE --data FOLDER\n", err)
		return 1
	default:
		fmt.Fprintln(m.Err, "soundings:", err)
		return 1
	}
}

// Run does what the command line asks for. To serve, it answers as soon as requests are; whatever comes of Run, Close
// has to follow.
func (m *Main) Run(ctx context.Context) error {
	switch m.command {
	case "serve":
		return m.serve(ctx)
	case "backup <file>":
		return m.backup(ctx, m.Settings.Backup.File)
	case "restore <file>":
		return m.restore(ctx, m.Settings.Restore.File)
	case "copy":
		return m.copyTo(ctx, m.Settings.Copy.To)
	case "admin <email>":
		return m.admin(ctx, m.Settings.Admin.Email)
	case "recount":
		return m.recount(ctx)
	case "verify":
		return m.verify(ctx)
	case "audit verify":
		return m.verifyAudit(ctx)
	case "history":
		return m.history(ctx)
	case "ready":
		return m.ready(ctx)
	case "version":
		return m.printVersion()
	default:
		return nil // the help is printed
	}
}

// Wait returns when the context is over, or as soon as there is nothing to wait for: the server failed, or a command
// is done.
func (m *Main) Wait(ctx context.Context) error {
	if m.Addr == "" {
		return nil
	}
	select {
	case <-ctx.Done():
		m.log.Info("stopping")
		return nil
	case err := <-m.failed:
		return err
	}
}

// onClose has something done by Close, before what was said earlier.
func (m *Main) onClose(f func(context.Context) error) { m.closers = append(m.closers, f) }

// Close lets requests under way finish, stops what runs in the background and closes the database.
func (m *Main) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout+closeTimeout/2)
	defer cancel()
	var errs []error
	for _, f := range slices.Backward(m.closers) {
		errs = append(errs, f(ctx))
	}
	m.closers = nil
	return errors.Join(errs...)
}
