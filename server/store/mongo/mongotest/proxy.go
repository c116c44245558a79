package mongotest

import (
	"context"
	"net"
	"sync"
	"testing"
)

// Proxy is the only way to a mongod: what it does, the network seems to do.
type Proxy struct {
	listener net.Listener
	target   string

	mu       sync.Mutex
	open     chan struct{} // closed while bytes may pass
	refusing bool
	conns    map[net.Conn]bool
}

// Proxied returns the connection string of a replica set of one mongod that is only reached through a proxy, for this
// test alone.
func Proxied(t testing.TB) (uri string, p *Proxy) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p = &Proxy{listener: listener, target: Start(t, "--replSet", "soundings"), open: make(chan struct{}), conns: map[net.Conn]bool{}}
	close(p.open)
	go p.accept()
	t.Cleanup(func() {
		_ = listener.Close()
		p.Refuse()
	})
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	address := listener.Addr().String()
	if err := initiateAs(ctx, p.target, address); err != nil {
		t.Fatal(err)
	}
	return "mongodb://" + address + "/?replicaSet=soundings", p
}

// Silence has nothing pass any more; connections stay open.
func (p *Proxy) Silence() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = make(chan struct{})
}

// Refuse ends every connection, and each new one.
func (p *Proxy) Refuse() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusing = true
	for c := range p.conns {
		_ = c.Close()
	}
	p.pass()
}

// Heal has everything pass again.
func (p *Proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusing = false
	p.pass()
}

func (p *Proxy) pass() {
	select {
	case <-p.open:
	default:
		close(p.open)
	}
}

func (p *Proxy) accept() {
	for {
		from, err := p.listener.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", p.target)
		if err != nil || !p.keep(from, to) {
			_ = from.Close()
			continue
		}
		go p.copy(from, to)
		go p.copy(to, from)
	}
}

// keep notes both ends of a connection, unless they are refused.
func (p *Proxy) keep(ends ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range ends {
		if p.refusing {
			_ = c.Close()
			continue
		}
		p.conns[c] = true
	}
	return !p.refusing
}

func (p *Proxy) copy(to, from net.Conn) {
	defer func() {
		_, _ = to.Close(), from.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.conns, to)
		delete(p.conns, from)
	}()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		p.mu.Lock()
		open := p.open
		p.mu.Unlock()
		<-open
		if n > 0 {
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
