package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// readyTimeout is how long the server may take to say that it is ready.
const readyTimeout = 3 * time.Second

// ready asks the server that listens where the settings say whether it can be used: a health check for a container that
// has no other program in it.
func (m *Main) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+reachable(m.Settings.Listen)+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking the server: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the server is not ready: it answered %s", response.Status)
	}
	_, err = fmt.Fprintln(m.Out, "ready")
	return err
}
