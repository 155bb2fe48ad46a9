/// A benchmark session: which JVMs are started, in which order they measure, and what they found.
@NullMarked
package smalti.bench.session;

import org.jspecify.annotations.NullMarked;
