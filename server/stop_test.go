package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// A request that is half sent when the server is told to stop is still answered; a new one is not.
func TestStopFinishesRequests(t *testing.T) {
	at := folder(t)
	s := newMain()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() { ended <- s.Execute(ctx, at.with("--listen", "127.0.0.1:0", "--log-format", "text")) }()
	address := s.listening(t)

	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /signin HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\nemail=a", address)
	time.Sleep(50 * time.Millisecond)
	cancel()
	eventually(t, "the port is closed", func() bool {
		other, err := net.Dial("tcp", address)
		if err == nil {
			_ = other.Close()
		}
		return err != nil
	})
	if _, err := io.WriteString(conn, "&foo=bar"); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request under way was not answered: %v", err)
	}
	_ = response.Body.Close()
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d: %s", code, s.err)
	}
	if !strings.Contains(s.err.String(), "stopping") {
		t.Errorf("logged %q", s.err)
	}
	if _, err := os.Stat(at.path(socketFile)); !os.IsNotExist(err) {
		t.Errorf("the socket is still there: %v", err)
	}
	start(t, at.with()...) // and the folder is free
}

func TestCloseTwiceAndBeforeRun(t *testing.T) {
	m := newMain()
	m.stop(t)
	s := start(t, folder(t).with()...)
	s.stop(t)
	s.stop(t)
}

func TestWaitTellsThatTheServerFailed(t *testing.T) {
	s := start(t, folder(t).with()...)
	s.failed <- io.ErrUnexpectedEOF
	if err := s.Wait(t.Context()); err != io.ErrUnexpectedEOF {
		t.Errorf("answered %v", err)
	}
}

// listening returns the address that a server has printed.
func (s *server) listening(t *testing.T) (address string) {
	t.Helper()
	eventually(t, "it listens", func() bool {
		line, _, whole := strings.Cut(s.out.String(), "\n")
		address = strings.TrimPrefix(line, "Soundings listens on http://")
		return whole
	})
	return address
}

// eventually waits until something is so. It gives up after so long only that a test that hangs says what it waits for.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
