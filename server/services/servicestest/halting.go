package servicestest

import (
	"context"
	"sync"

	"soundings/server/store/engine"
)

// Halting is an engine of one server, which stands still before its writes while Gate is locked: they have read what they go by.
type Halting struct {
	engine.Engine
	Gate sync.RWMutex
}

// Write writes once the gate is open.
func (h *Halting) Write(ctx context.Context, changes []engine.Change) error {
	h.Gate.RLock()
	defer h.Gate.RUnlock()
	return h.Engine.Write(ctx, changes)
}
