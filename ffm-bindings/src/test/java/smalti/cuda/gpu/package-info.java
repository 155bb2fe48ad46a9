/// Tests on a real GPU, under the tag `gpu`. Where there is none they are skipped with the reason, or fail if
/// `-Dsmalti.gpu.required=true`.
package smalti.cuda.gpu;
