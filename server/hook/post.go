// Package hook posts webhooks to programs, over HTTP, as Standard Webhooks describes it.
package hook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"soundings/surveys/hook"
)

// Limits of a call.
const (
	callTimeout = 10 * time.Second // for all of it
	maxHeader   = 64 << 10
	maxAnswer   = 64 << 10 // of an answer that is read: nothing of it is kept
)

// Post calls programs. It takes no proxy from the environment, follows no redirect, and connects to no address that Reach refuses,
// whatever a name leads to at that moment.
type Post struct {
	client *http.Client
	agent  string
}

// New returns a Post. The version is that of this program.
func New(reach hook.Reach, version string) *Post { return NewWithin(callTimeout, reach, version) }

// NewWithin returns a Post whose calls take so long at most.
func NewWithin(timeout time.Duration, reach hook.Reach, version string) *Post {
	dialer := &net.Dialer{Timeout: timeout, Control: reach.Dial}
	return &Post{
		agent: "Soundings/" + version,
		client: &http.Client{
			Timeout:       timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				DialContext: dialer.DialContext, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxHeader, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute,
				TLSHandshakeTimeout: timeout,
			},
		},
	}
}

// Send posts a call and returns the status of the answer.
func (p *Post) Send(ctx context.Context, c hook.Call) (int, error) {
	signed, err := signatures(c)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(c.Body))
	if err != nil {
		return 0, errors.New("a webhook has no address that can be called") // the error has the address
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", p.agent)
	r.Header.Set(standardwebhooks.HeaderWebhookID, c.ID)
	r.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(c.At.Unix(), 10))
	r.Header.Set(standardwebhooks.HeaderWebhookSignature, signed)
	answer, err := p.client.Do(r)
	switch {
	case errors.Is(err, hook.ErrReach):
		return 0, hook.ErrReach
	case err != nil:
		return 0, fmt.Errorf("calling a program: %w", cause(err))
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer) // so that the connection serves again; what it says does not matter
	return answer.StatusCode, nil
}

// cause returns why a call failed, without the address, in which there may be a secret.
func cause(err error) error {
	var named *url.Error
	if errors.As(err, &named) {
		return named.Err
	}
	return err
}

// signatures returns the signatures of a call by each of its secrets.
func signatures(c hook.Call) (string, error) {
	var all []string
	for _, secret := range c.Secrets {
		signer, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			return "", errors.New("a webhook has a secret that is none") // the error could have it
		}
		one, err := signer.Sign(c.ID, c.At, c.Body)
		if err != nil {
			return "", fmt.Errorf("signing a webhook: %w", err)
		}
		all = append(all, one)
	}
	return strings.Join(all, " "), nil
}

// Close ends what is left of connections.
func (p *Post) Close(context.Context) error {
	p.client.CloseIdleConnections()
	return nil
}
