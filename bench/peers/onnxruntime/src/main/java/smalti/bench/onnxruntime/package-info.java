/// ONNX Runtime as a contestant.
@NullMarked
package smalti.bench.onnxruntime;

import org.jspecify.annotations.NullMarked;
