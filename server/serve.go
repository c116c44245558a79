package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"syscall"
	"time"
)

// Limits on what a client may take its time for. Answers have none: an export takes as long as it takes. Files and batches of
// events have a time of their own, once it is their turn.
const (
	headerTimeout  = 10 * time.Second
	requestTimeout = time.Minute // 256 kB over a slow line
	idleTimeout    = 2 * time.Minute
	maxHeader      = 64 << 10
)

// serve starts the server: the database, what runs over it, and the port.
func (m *Main) serve(ctx context.Context) error {
	db, err := m.openToServe(ctx)
	if err != nil {
		return err
	}
	return m.serveDatabase(ctx, db)
}

// serveDatabase serves what is in a database.
func (m *Main) serveDatabase(ctx context.Context, db *database) (err error) {
	if m.app, err = m.wire(ctx, db); err != nil {
		return err
	}
	listener, err := m.listen(ctx)
	if err != nil {
		return err
	}
	m.onClose(func(context.Context) error { return ignoreClosed(listener.Close()) })
	m.BaseURL = m.baseURL(listener.Addr().String())
	if err := registerBuild(m.app.registry, db.kind, m.BaseURL); err != nil {
		return err
	}
	if err := m.start(ctx, m.app, listener); err != nil {
		return err
	}
	m.Addr = listener.Addr().String()
	m.warn(ctx)
	return m.printStart(ctx, m.app)
}

// openToServe opens the database, that of the made-up clinic with --demo.
func (m *Main) openToServe(ctx context.Context) (*database, error) {
	if m.Settings.Demo {
		if err := m.prepareDemo(ctx); err != nil {
			return nil, err
		}
	}
	return m.open(ctx, true)
}

// start begins to answer requests and commands, and the background jobs.
func (m *Main) start(ctx context.Context, app *app, listener net.Listener) error {
	handler, err := m.handler(app)
	if err != nil {
		return err
	}
	background, err := newJobs(app.jobs(), m.Now, m.log, app.registry)
	if err != nil {
		return err
	}
	background.tick = m.Tick
	m.onClose(app.Rollouts.Flush)
	m.onClose(background.start(context.WithoutCancel(ctx))) // until Close: requests under way may need them
	if m.Settings.MongoDB == "" {
		if err := m.serveSocket(m.Settings.Data, app); err != nil {
			return err
		}
	}
	server := &http.Server{
		Handler: handler, ErrorLog: httpLog(m.log), ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	m.onClose(func(ctx context.Context) error { return stop(ctx, server) })
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			m.failed <- fmt.Errorf("serving: %w", err)
		}
	}()
	return nil
}

// stop lets requests under way finish, for a while.
func stop(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, closeTimeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return ignoreClosed(server.Close())
	}
	return nil
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// listen takes the port.
func (m *Main) listen(ctx context.Context) (net.Listener, error) {
	at := m.Settings.Listen
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", at)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program: stop it, or choose another port with --listen (SOUNDINGS_LISTEN)", at)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("listening on %s is not allowed here: choose a port above 1023 with --listen (SOUNDINGS_LISTEN)", at)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s; check --listen (SOUNDINGS_LISTEN): %w", at, err)
	}
	return listener, nil
}

// baseURL returns what links begin with when the server listens there.
func (m *Main) baseURL(address string) string {
	if m.Settings.BaseURL != "" {
		return m.Settings.BaseURL
	}
	return "http://" + reachable(address)
}

// reachable returns an address that a browser on this machine can use.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// printStart prints where the server listens, and the links to begin with.
func (m *Main) printStart(ctx context.Context, app *app) error {
	links, err := m.firstLinks(ctx, app)
	if err != nil {
		return err
	}
	m.Links = links
	if _, err := fmt.Fprintf(m.Out, "Soundings listens on http://%s\n", reachable(m.Addr)); err != nil {
		return err
	}
	for _, link := range links {
		if err := m.print(link); err != nil {
			return err
		}
	}
	return nil
}

// firstLinks returns the links to begin with: to look around in a made-up clinic, to set a new one up, or none.
func (m *Main) firstLinks(ctx context.Context, app *app) ([]Link, error) {
	if m.Settings.Demo {
		return app.demoLinks(m.BaseURL), nil
	}
	token, needed, err := app.Accounts.FirstSetupLink(ctx)
	if err != nil {
		return nil, fmt.Errorf("making the set-up link: %w", err)
	}
	if !needed {
		return nil, nil
	}
	return []Link{setupLink(m.BaseURL, token)}, nil
}
