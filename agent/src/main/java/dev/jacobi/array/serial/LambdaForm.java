package dev.jacobi.array.serial;

import dev.jacobi.JacobiException;
import dev.jacobi.boot.EngineLoader;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** A lambda or method reference as it is written: the names of its class and body, and the values that it captured, as {@link PortableValue} has them. Its class makes it again where it is read. */
public final class LambdaForm implements Serializable {
    private static final long serialVersionUID = 1L;
    /** What the JVM calls a method that makes lambdas of their names; javac puts it into each class with such lambdas. */
    private static final String MAKER = "$deserializeLambda$";
    private transient String name;
    private transient Class<?> home;
    private transient SerializedLambda lambda;

    private LambdaForm(Class<?> home, SerializedLambda lambda) {
        this.home = home;
        this.lambda = lambda;
        this.name = lambda.getImplClass().replace('/', '.') + "." + lambda.getImplMethodName();
    }

    /** Something that a function captured, or is, cannot be written: the message says which, and stays as it is further out. */
    public static final class NotPortable extends NotSerializableException {
        private static final long serialVersionUID = 1L;

        /** {@code message} is a sentence; {@code cause} names the class. */
        public NotPortable(String message, NotSerializableException cause) {
            super(message);
            initCause(cause);
        }
    }

    /** Null for a function that is no lambda. */
    static LambdaForm of(Object f) {
        SerializedLambda l = lambda(f);
        if (l == null) {
            return null;
        }
        try {
            return new LambdaForm(Class.forName(l.getCapturingClass().replace('/', '.'), false, EngineLoader.of(f.getClass())), l);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** What a lambda is made of; null for another object. */
    public static SerializedLambda lambda(Object f) {
        if (!f.getClass().isSynthetic() && !f.getClass().isHidden()) {
            return null;
        }
        try {
            Method m = f.getClass().getDeclaredMethod("writeReplace");
            m.setAccessible(true);
            return m.invoke(f) instanceof SerializedLambda l ? l : null;
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            throw new JacobiException("The code of the lambda " + f.getClass().getName() + " cannot be reached (" + e.getMessage()
                + "); open its package to Jacobi.", e);
        }
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeUTF(name);
        out.writeObject(home);
        for (String s : new String[] {lambda.getFunctionalInterfaceClass(), lambda.getFunctionalInterfaceMethodName(), lambda.getFunctionalInterfaceMethodSignature(), lambda.getImplClass(),
            lambda.getImplMethodName(), lambda.getImplMethodSignature(), lambda.getInstantiatedMethodType()}) {
            out.writeObject(s);
        }
        out.writeInt(lambda.getImplMethodKind());
        out.writeInt(lambda.getCapturedArgCount());
        for (int k = 0; k < lambda.getCapturedArgCount(); k++) {
            Object v = lambda.getCapturedArg(k);
            try {
                out.writeObject(PortableValue.of(v));
            } catch (NotPortable e) {
                throw e;
            } catch (NotSerializableException e) {
                throw new NotPortable("The function " + name + " cannot be sent: captured value " + k + " is or has an object of " + e.getMessage() + ", which is not serializable. Capture numbers, arrays, "
                    + "NDArrays, and records, lists and maps of them; make that class Serializable; or make the object where it is used.", e);
            }
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        name = in.readUTF();
        try {
            home = (Class<?>) in.readObject();
            String[] s = new String[7];
            for (int k = 0; k < s.length; k++) {
                s[k] = (String) in.readObject();
            }
            int kind = in.readInt();
            Object[] captured = new Object[in.readInt()];
            for (int k = 0; k < captured.length; k++) {
                captured[k] = in.readObject();
            }
            lambda = new SerializedLambda(home, s[0], s[1], s[2], kind, s[3], s[4], s[5], s[6], captured);
        } catch (ClassNotFoundException e) {
            throw missing(e.getMessage(), e);
        }
    }

    private Object readResolve() throws ObjectStreamException {
        try {
            Method m = home.getDeclaredMethod(MAKER, SerializedLambda.class);
            m.setAccessible(true);
            return m.invoke(null, lambda);
        } catch (NoSuchMethodException | InvocationTargetException e) {
            for (Throwable c = e; c != null; c = c.getCause()) {
                if (c instanceof NoClassDefFoundError) {
                    throw missing(c.getMessage().replace('/', '.'), e);
                }
                if (c instanceof ClassCastException) {
                    throw because("a captured list or map is no longer of the class that its variable has (" + c.getMessage() + "); declare the variable as List or Map", e);
                }
            }
            throw because("the class " + home.getName() + " of this JVM has no such function; run the same version of it on both sides", e);
        } catch (IllegalAccessException | RuntimeException e) {
            throw because("its class cannot be reached (" + e.getMessage() + "); open its package to Jacobi", e);
        }
    }

    private InvalidObjectException missing(String type, Exception cause) {
        return because("the class " + type + " is not there; put the jar that has it on the class path of this JVM", cause);
    }

    private InvalidObjectException because(String why, Exception cause) {
        var e = new InvalidObjectException("The function " + name + " cannot be made where it has arrived: " + why + ".");
        e.initCause(cause);
        return e;
    }
}
