package dev.jacobi;

import dev.jacobi.array.serial.LambdaForm;
import dev.jacobi.array.serial.PortableValue;
import dev.jacobi.spi.EngineFunction;
import dev.jacobi.spi.Transformation;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** A transformed function as it is written: what is applied to which functions, and values; it is compiled anew where it is read and called. */
final class FunctionForm implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient String name;
    private transient Transformation transformation;
    private transient List<Object> functions;
    private transient List<Object> held;
    private transient List<Object> in;
    private transient Object shardings;

    FunctionForm(EngineFunction f, List<Object> in, Object shardings) {
        this.name = f.toString();
        this.transformation = f.transformation();
        this.functions = f.functions();
        this.held = f.held();
        this.in = in;
        this.shardings = shardings;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeUTF(name);
        try {
            out.writeObject(transformation);
            out.writeObject(forms(functions));
            out.writeObject(held == null ? null : forms(held));
            out.writeObject(in.toArray());
            out.writeObject(shardings);
        } catch (LambdaForm.NotPortable e) {
            throw e;
        } catch (NotSerializableException e) {
            throw new LambdaForm.NotPortable("The function " + name + " cannot be sent: it is or has an object of " + e.getMessage() + ", which is not serializable; give lambdas or references of static methods that "
                + "capture numbers, arrays, NDArrays, and records, lists and maps of them.", e);
        }
    }

    private static Object[] forms(List<Object> values) {
        return values.stream().map(PortableValue::of).toArray();
    }

    private void readObject(ObjectInputStream stream) throws IOException {
        name = stream.readUTF();
        try {
            transformation = (Transformation) stream.readObject();
            functions = Arrays.asList((Object[]) stream.readObject());
            held = stream.readObject() instanceof Object[] values ? Arrays.asList(values) : null;
            in = Arrays.asList((Object[]) stream.readObject());
            shardings = stream.readObject();
        } catch (ClassNotFoundException e) {
            var missing = new InvalidObjectException("The function " + name + " cannot be made where it has arrived: the class " + e.getMessage()
                + " is not there; put the jar that has it on the class path of this JVM.");
            missing.initCause(e);
            throw missing;
        }
    }

    private Object readResolve() {
        return JacobiFunction.read(transformation, functions, held, in, shardings);
    }
}
