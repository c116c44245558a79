package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/server/services"
)

// A backup brings back who was removed after it was made, unless a file kept elsewhere says who that was. The file of
// --removals has one line for each removal, appended and made durable before the removal is acknowledged: a keyed hash, what
// was removed, and when. Nobody learns from it who that was without the clinic's secret.

// removal is one line of the file. The first says since when there are any.
type removal struct {
	At     time.Time `json:"at"`
	What   string    `json:"what"`             // begun, person or answers
	Who    string    `json:"who"`              // the keyed hash of a ref; of begun, that of nobody
	Cohort string    `json:"cohort,omitempty"` // of whose answers; empty: all
}

// What a line of the file is about.
const (
	removalsBegun  = "begun"
	removedPerson  = services.RemovedPerson
	removedAnswers = services.RemovedAnswers
)

// removalSlack is how far clocks and a snapshot may be apart: what was removed so short before a backup is removed again.
const removalSlack = 5 * time.Minute

// removals is the file, open for appending.
type removals struct {
	path string
	key  []byte
	now  func() time.Time
	mu   sync.Mutex
}

// newRemovals returns the file at a path, which it begins where there is none.
func newRemovals(path, secret string, now func() time.Time) (*removals, error) {
	key, err := removalKey(secret)
	if err != nil {
		return nil, err
	}
	r := &removals{path: path, key: key, now: now}
	if !exists(path) {
		return r, r.append(removal{At: now().UTC(), What: removalsBegun, Who: hashRef(key, "")})
	}
	_, err = readRemovals(path, key)
	return r, err
}

func removalKey(secret string) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(secret), nil, "soundings removals", 32)
}

func hashRef(key []byte, ref string) string {
	h := hmac.New(sha256.New, key)
	_, _ = io.WriteString(h, ref)
	return hex.EncodeToString(h.Sum(nil))
}

// note appends a removal, and returns once it is durable.
func (r *removals) note(_ context.Context, what, ref, cohort string) error {
	return r.append(removal{At: r.now().UTC(), What: what, Who: hashRef(r.key, ref), Cohort: cohort})
}

func (r *removals) append(line removal) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	file, err := os.OpenFile(r.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("noting a removal: %w", err)
	}
	_, err = file.Write(append(text, '\n'))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("noting a removal: %w", err)
	}
	return syncFolder(filepath.Dir(r.path))
}

// readRemovals reads the file, which has to be of the clinic with this key. A last line that was cut off by a crash was not
// acknowledged.
func readRemovals(path string, key []byte) ([]removal, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the removals: %w", err)
	}
	var all []removal
	for lines := bufio.NewScanner(bytes.NewReader(content[:bytes.LastIndexByte(content, '\n')+1])); lines.Scan(); {
		var line removal
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("%s is damaged at its line %d: %w", path, len(all)+1, err)
		}
		all = append(all, line)
	}
	if len(all) == 0 || all[0].What != removalsBegun || all[0].Who != hashRef(key, "") {
		return nil, fmt.Errorf("%s does not hold the removals of this clinic: look at --removals (SOUNDINGS_REMOVALS)", path)
	}
	return all, nil
}

// removedSince returns what was removed since a backup was made; an error says why that cannot be known.
func removedSince(path string, h header) ([]removal, error) {
	if path == "" {
		return nil, fmt.Errorf("who was removed since %s is not known", h.Made.Format("2 January 2006 15:04 MST"))
	}
	key, err := removalKey(h.Secret)
	if err != nil {
		return nil, err
	}
	all, err := readRemovals(path, key)
	if err != nil {
		return nil, err
	}
	if all[0].At.Truncate(time.Second).After(h.Made) { // as exact as a backup's time
		err = fmt.Errorf("who was removed between %s and %s is not known: %s begins then",
			h.Made.Format("2 January 2006 15:04 MST"), all[0].At.Format("2 January 2006 15:04 MST"), path)
	}
	var since []removal
	for _, line := range all[1:] {
		if line.At.After(h.Made.Add(-removalSlack)) {
			since = append(since, line)
		}
	}
	return since, err
}

// removeAgain removes from a restored database what was removed since its backup, and returns how many people that were.
func removeAgain(ctx context.Context, s *services.Services, secret string, since []removal) (int, error) {
	key, err := removalKey(secret)
	if err != nil || len(since) == 0 {
		return 0, err
	}
	of := map[string][]removal{}
	for _, line := range since {
		of[line.Who] = append(of[line.Who], line)
	}
	var found []string
	for p, err := range s.Cohorts.EveryParticipant(ctx, cohorts.ParticipantQuery{}) {
		if err != nil {
			return 0, err
		}
		if of[hashRef(key, p.Ref)] != nil {
			found = append(found, p.Ref)
		}
	}
	for n, ref := range found {
		for _, line := range of[hashRef(key, ref)] {
			var err error
			switch line.What {
			case removedPerson:
				err = s.Cohorts.RemoveParticipant(ctx, ref)
			case removedAnswers:
				_, err = s.Contact.RemoveAnswers(ctx, contact.Whose{Ref: ref, Cohort: line.Cohort})
			}
			if err != nil && !isGone(err) {
				return n, fmt.Errorf("removing again what was removed: %w", err)
			}
		}
	}
	return len(found), nil
}
