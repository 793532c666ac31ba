//go:build !unix

package dbtest

import "errors"

var errNoServer = errors.New("the test cluster needs a Unix system")

func startCluster() (cluster, error) { return cluster{}, errNoServer }
