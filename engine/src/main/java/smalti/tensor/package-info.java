/// Values: shapes, storage types and tensors. This room knows nothing of operators.
package smalti.tensor;
