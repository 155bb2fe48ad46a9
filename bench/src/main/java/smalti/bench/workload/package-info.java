/// What is measured: named cases and the data they run on. Knows nothing of who runs them.
@NullMarked
package smalti.bench.workload;

import org.jspecify.annotations.NullMarked;
