//go:build tools

package ent

import (
	_ "entgo.io/ent/entc"
	_ "entgo.io/ent/entc/gen"
)
