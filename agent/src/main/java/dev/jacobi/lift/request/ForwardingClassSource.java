package dev.jacobi.lift.request;

/** Answers what another one answers, but for what a subclass says otherwise. */
public abstract class ForwardingClassSource implements ClassSource {
    private final ClassSource classes;

    protected ForwardingClassSource(ClassSource classes) {
        this.classes = classes;
    }

    @Override
    public byte[] bytes(String internalName) {
        return classes.bytes(internalName);
    }

    @Override
    public void parses(String internalName, int bytes) {
        classes.parses(internalName, bytes);
    }

    @Override
    public Object constant(String owner, String name, String desc) {
        return classes.constant(owner, name, desc);
    }

    @Override
    public boolean initialising(String owner) {
        return classes.initialising(owner);
    }

    @Override
    public boolean changed(String internalName) {
        return classes.changed(internalName);
    }

    @Override
    public boolean initialised(String owner) {
        return classes.initialised(owner);
    }
}
