/// The command that measures Smalti beside its peers.
@NullMarked
package smalti.bench;

import org.jspecify.annotations.NullMarked;
