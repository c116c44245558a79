package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
)

// copyTo copies everything into an empty MongoDB database.
func (m *Main) copyTo(ctx context.Context, uri string) error {
	if err := checkURI("--to", uri); err != nil {
		return err
	}
	from, err := m.source(ctx)
	if err != nil {
		return err
	}
	to, err := openMongoDB(ctx, uri, "", "", m.log)
	if err != nil {
		return err
	}
	m.onClose(to.Close)
	watch, made := m.progress("Copying"), m.Now()
	switch err := fill(ctx, to, from, watch); {
	case errors.Is(err, errNotEmpty):
		return errors.New("the target database (--to) is not empty. Choose another one. Nothing was copied")
	case err != nil:
		return fmt.Errorf("copying: %w. Nothing was copied", err)
	}
	_, err = fmt.Fprintf(m.Out, "Copied %d documents, as they were at %s. Later changes to the old database are not copied.\n"+
		"Start with the new one, on every machine with the same secret:\n  %s --mongodb '%s'\n",
		watch.done, made.Format("15:04:05 MST"), m.secretHint(), withoutPassword(uri))
	return err
}

// secretHint says how to give a server the secret that links and sealed fields live by, without showing it.
func (m *Main) secretHint() string {
	if m.Settings.MongoDB == "" && m.Settings.Secret == "" {
		if folder, err := filepath.Abs(m.Settings.Data); err == nil {
			return fmt.Sprintf(`SOUNDINGS_SECRET="$(cat '%s')" soundings`, filepath.Join(folder, secretFile))
		}
	}
	return "SOUNDINGS_SECRET=(as now) soundings"
}

// withoutPassword returns a connection string that may be shown.
func withoutPassword(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return "mongodb://…"
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), "PASSWORD")
	}
	return u.String()
}
