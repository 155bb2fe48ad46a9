package smalti.bench.onnxruntime;

import java.util.List;
import smalti.op.Padding;
import smalti.op.Size;

/// An operator of a graph in ONNX, `NodeProto`. Field numbers are those of `onnx.proto`.
final class OnnxNode {
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int INTS = 7;

    private final ProtoMessage node = new ProtoMessage();

    OnnxNode(String operator, List<String> inputs, List<String> outputs) {
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(4, operator);
    }

    OnnxNode with(String attribute, float value) {
        return with(attribute, FLOAT, new ProtoMessage().decimal(2, value));
    }

    OnnxNode with(String attribute, int value) {
        return with(attribute, INT, new ProtoMessage().number(3, value));
    }

    /// Rows, then columns.
    OnnxNode with(String attribute, Size size) {
        return with(attribute, size.height(), size.width());
    }

    /// What lies before the first row and column, then what lies behind the last.
    OnnxNode with(String attribute, Padding.Margins margins) {
        return with(attribute, margins.top(), margins.left(), margins.bottom(), margins.right());
    }

    private OnnxNode with(String attribute, int... values) {
        var message = new ProtoMessage();
        for (int value : values) {
            message.number(8, value);
        }
        return with(attribute, INTS, message);
    }

    private OnnxNode with(String attribute, int kind, ProtoMessage value) {
        node.message(5, value.text(1, attribute).number(20, kind));
        return this;
    }

    ProtoMessage message() {
        return node;
    }
}
