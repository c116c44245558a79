// Package needs is for tests that need something of the machine: a mongod, a browser, a Prometheus.
package needs

import (
	"os"
	"strconv"
	"testing"
)

// Missing skips the test for want of what is named. Where everything has to be tested, with SOUNDINGS_TEST_REQUIRE set
// to anything, it fails the test instead.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("SOUNDINGS_TEST_REQUIRE") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// Time leaves the test out of the short ones: under the race detector it takes long and finds little. .ci/run names it among
// those that it runs without.
func Time(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}

// Many returns how many a test takes: few, unless an environment variable asks for another number in its long form.
func Many(t testing.TB, variable string, few int) int {
	t.Helper()
	long := os.Getenv(variable)
	if long == "" {
		return few
	}
	n, err := strconv.Atoi(long)
	if err != nil {
		t.Fatalf("%s is %q, no number", variable, long)
	}
	return n
}
