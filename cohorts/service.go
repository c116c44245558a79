package cohorts

import (
	"io"
	"log/slog"
	"time"
)

// Service does what somebody asks for, one method an act.
type Service struct {
	Store Store
	Now   func() time.Time
	Rand  io.Reader // random bytes for ids
	Log   *slog.Logger

	Others Forgetter // of whatever else is kept of participants; nil: nothing is
}
