package mongotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The mongod's keeper. It ends the mongod and removes the folder as soon as its standard input ends, and that ends with
// the test process, however that comes about. So nothing has to be called at the end.
const keeper = `
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
mongod=$!
read -r _
kill -9 $mongod
wait $mongod 2>"$folder/end"
rm -rf "$folder"
`

// process is a mongod that runs as long as its lifeline is held.
type process struct {
	address  string
	lifeline io.Closer
}

// start starts a mongod and waits until it can be connected to.
func start(ctx context.Context, arguments ...string) (*process, error) {
	folder, err := os.MkdirTemp("", "soundings-mongod-")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	arguments = append([]string{
		"-c", keeper, "keeper", folder, mongod(), "--dbpath", folder, "--bind_ip", "127.0.0.1", "--port", port,
		"--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64", "--nounixsocket",
		"--setParameter", "diagnosticDataCollectionEnabled=false",
		"--setParameter", "transactionLifetimeLimitSeconds=5", // what a killed server leaves locked
	}, arguments...)
	sh := exec.Command("sh", arguments...)
	lifeline, err := sh.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := sh.Start(); err != nil {
		return nil, err
	}
	p := &process{address: net.JoinHostPort("127.0.0.1", port), lifeline: lifeline}
	if err := listening(ctx, p.address); err != nil {
		return nil, fmt.Errorf("%w; its log ends with: %s", err, logEnd(folder))
	}
	return p, nil
}

// freePort returns a port that was free a moment ago.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, errors.Join(err, l.Close())
}

func listening(ctx context.Context, address string) error {
	for {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			return c.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for mongod: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func logEnd(folder string) string {
	log, err := os.ReadFile(filepath.Join(folder, "log"))
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(log[max(0, len(log)-2000):]))
}
