package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"soundings/server/services"
	"soundings/web/auth"
)

// The embedded database is locked by the server that runs on it. Commands reach it through a Unix socket in the data
// folder that only its owner may open.

// maxSocketPath is the longest path that every system takes for a socket.
const maxSocketPath = 100

// withSocketPath calls use with a path of the folder's socket that is short enough: where the folder's own is not, one
// through a link that is there during the call.
func withSocketPath(folder string, use func(path string) error) error {
	path := filepath.Join(folder, socketFile)
	if len(path) <= maxSocketPath {
		return use(path)
	}
	whole, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	short, err := os.MkdirTemp("", "soundings-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(short)
	link := filepath.Join(short, "data")
	if err := os.Symlink(whole, link); err != nil {
		return err
	}
	return use(filepath.Join(link, socketFile))
}

// serveSocket returns the commands of the data folder's owner until Close. Who calls it holds the database's lock, so a
// socket that is there was left by a server that is gone.
func (m *Main) serveSocket(folder string, a *app) error {
	path := filepath.Join(folder, socketFile)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("replacing an old socket: %w", err)
	}
	var listener *net.UnixListener
	err := withSocketPath(folder, func(path string) (err error) {
		listener, err = net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		if err == nil {
			listener.SetUnlinkOnClose(false) // it may have another path by then
			err = os.Chmod(path, 0o600)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("listening on the socket in the data folder: %w", err)
	}
	server := &http.Server{Handler: m.socketHandler(a), ErrorLog: httpLog(m.log), ReadHeaderTimeout: headerTimeout}
	go func() { _ = server.Serve(listener) }() // it ends with Close
	m.onClose(func(ctx context.Context) error {
		err := errors.Join(stop(ctx, server), os.Remove(path))
		if errors.Is(err, fs.ErrNotExist) { // somebody removed it
			return nil
		}
		return err
	})
	return nil
}

// linkRequest and linkAnswer are what POST /admin takes and answers.
type linkRequest struct {
	Email string `json:"email"`
}

type linkAnswer struct {
	Link    Link   `json:"link"`
	Refused string `json:"refused,omitempty"` // the address is none
	Error   string `json:"error,omitempty"`
}

func (m *Main) socketHandler(a *app) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /everything", func(w http.ResponseWriter, r *http.Request) {
		took(r.Context(), a.Store, r.URL.Query().Get("for"), r.URL.Query().Get("by"), m.log)
		to := newRecorder(w)
		err := to.finish(a.db.everything(m.Now())(r.Context(), to))
		if err != nil {
			m.log.WarnContext(r.Context(), "a command did not take the whole database")
		}
	})
	mux.HandleFunc("POST /admin", func(w http.ResponseWriter, r *http.Request) {
		var in linkRequest
		var out linkAnswer
		err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096)).Decode(&in)
		if err == nil {
			out.Link, err = adminLink(r.Context(), a.Accounts, in.Email, m.BaseURL)
		}
		var refused *settingError
		switch {
		case errors.As(err, &refused):
			out.Refused = refused.Error()
		case err != nil:
			out.Error = err.Error()
		}
		_ = json.NewEncoder(w).Encode(out)
	})
	mux.HandleFunc("GET /history", func(w http.ResponseWriter, r *http.Request) { m.answerHistory(w, r, a.Series) })
	mux.HandleFunc("GET /removals", func(w http.ResponseWriter, r *http.Request) { m.answerRemovals(w) })
	mux.HandleFunc("POST /verify", lookedThrough(a, verifyAll))
	mux.HandleFunc("POST /audit", lookedThrough(a, checkAudit))
	mux.HandleFunc("POST /recount", lookedThrough(a, recountAll))
	return mux
}

// running returns a client of the server that runs on the settings' data folder; nil: none does.
func (m *Main) running(ctx context.Context) *http.Client {
	if m.Settings.MongoDB != "" {
		return nil
	}
	dial := func(ctx context.Context, _, _ string) (conn net.Conn, err error) {
		err = withSocketPath(m.Settings.Data, func(path string) error {
			conn, err = new(net.Dialer).DialContext(ctx, "unix", path)
			return err
		})
		return conn, err
	}
	conn, err := dial(ctx, "", "")
	if err != nil {
		return nil
	}
	_ = conn.Close()
	return &http.Client{Transport: &http.Transport{DialContext: dial}}
}

// socketURL is what the client of a socket calls its server.
const socketURL = "http://soundings"

// askServer returns what the running server does; its body is for the caller to close.
func askServer(ctx context.Context, client *http.Client, method, path string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, socketURL+path, body)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking the running server: %w", err)
	}
	return response, nil
}

// askJSON has the running server do something and reads its answer.
func askJSON(ctx context.Context, client *http.Client, path string, body io.Reader, answer any) error {
	response, err := askServer(ctx, client, http.MethodPost, path, body)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		return fmt.Errorf("reading the running server's answer: %w", err)
	}
	return nil
}

// look goes through all that is kept.
type look[T any] func(context.Context, *services.Services) (T, error)

// looked is what the running server answers that was asked for a look.
type looked[T any] struct {
	Found T
	Error string
}

// lookedThrough answers with what a look finds.
func lookedThrough[T any](a *app, through look[T]) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var out looked[T]
		var err error
		if out.Found, err = through(r.Context(), a.Services); err != nil {
			out.Error = err.Error()
		}
		_ = json.NewEncoder(w).Encode(out)
	}
}

// lookThrough returns what a look finds: the running server's, at a path of its socket, or where none runs one from here.
func lookThrough[T any](ctx context.Context, m *Main, path string, through look[T]) (T, error) {
	var answer looked[T]
	client := m.running(ctx)
	if client == nil {
		s, err := m.openServices(ctx)
		if err != nil {
			return answer.Found, err
		}
		return through(ctx, s)
	}
	err := askJSON(ctx, client, path, nil, &answer)
	if err == nil && answer.Error != "" {
		err = errors.New(answer.Error)
	}
	return answer.Found, err
}

// everythingFrom is the source of a running server's database.
func everythingFrom(client *http.Client, purpose auth.TraceAct) source {
	return func(ctx context.Context, to taker) error {
		response, err := askServer(ctx, client, http.MethodGet, "/everything?"+url.Values{"for": {string(purpose)}, "by": {operator()}}.Encode(), nil)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if err := recorded(response.Body)(ctx, to); err != nil {
			return fmt.Errorf("what the running server sent: %w", err)
		}
		return nil
	}
}

// source returns everything in the database of the settings, from the running server or from the database itself. The audit
// says what for.
func (m *Main) source(ctx context.Context, purpose auth.TraceAct) (source, error) {
	if client := m.running(ctx); client != nil {
		return everythingFrom(client, purpose), nil
	}
	db, err := m.open(ctx, false)
	if err != nil {
		return nil, err
	}
	s, err := m.services(ctx, db, false, nil) // right program, right secret
	if err != nil {
		return nil, err
	}
	took(ctx, s.Store, string(purpose), operator(), m.log)
	return db.everything(m.Now()), nil
}
