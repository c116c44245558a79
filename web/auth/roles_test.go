package auth

import "testing"

func TestRoleCovers(t *testing.T) {
	tests := []struct {
		role   Role
		covers string
	}{
		{Manager, "manager member viewer portal bounces "},
		{Member, "member viewer "},
		{Viewer, "viewer "},
		{Portal, "portal "},
		{Bounces, "bounces "},
		{"", ""},
		{"owner", ""},
	}
	for _, tt := range tests {
		var got string
		for _, need := range append(KeyRoles(), "", "owner") {
			if tt.role.Covers(need) {
				got += string(need) + " "
			}
		}
		if got != tt.covers {
			t.Errorf("%q covers %q, want %q", tt.role, got, tt.covers)
		}
	}
}
