package dev.jacobi.backend;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import java.util.function.BiFunction;

/** For tests: the property {@code jacobi.test.device} puts another device in the GPU's place, which a class of the tests' makes. */
final class TestDevice {
    private static final String PROPERTY = "jacobi.test.device";
    /** On the class path of tests, not in the jar. */
    private static final String MAKER = "dev.jacobi.ptx.emulate.TestDevices";

    private TestDevice() {
    }

    /** What is asked for, or null. */
    static String asked() {
        return System.getProperty(PROPERTY);
    }

    @SuppressWarnings("unchecked")
    static Device open(String asked, Llvm llvm) {
        BiFunction<String, Llvm, Device> maker;
        try {
            maker = (BiFunction<String, Llvm, Device>) Class.forName(MAKER).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new DeviceException(DeviceException.Kind.NONE, "There is no device '" + asked + "' in the jar: it is for the project's own tests");
        }
        return maker.apply(asked, llvm);
    }
}
