"""Records what JAX gives for factors of complex matrices, and derivatives by them: LinalgComplexTest compares.

python record_complex_linalg.py > ../../../../agent/src/test/resources/dev/jacobi/complex-linalg.txt
"""
import os
os.environ['JAX_PLATFORMS']='cpu'
import jax, jax.numpy as jnp, numpy as np
jax.config.update('jax_enable_x64', True)
def show(name, x):
    x=np.asarray(x)
    v=[x.real, x.imag] if np.iscomplexobj(x) else [x]
    print(name, ' '.join('%.12g' % float(t) for p in v for t in p.ravel()))
def mat(m,n,seed):
    k=np.arange(m*n,dtype=float)+seed
    return (np.sin(3*k*k+k)+1j*np.cos(2*k*k-k)).reshape(m,n)
A=mat(3,3,1); T=mat(5,3,2); W=mat(3,5,3); B=mat(3,2,4); S=mat(6,6,5)
H=S+S.conj().T
dA=mat(3,3,11); dT=mat(5,3,12); dW=mat(3,5,13)
L=jnp.linalg
q,r=L.qr(T); show('qr.q',q); show('qr.r',r)
q,r=L.qr(S); show('qr6.r',r)
q,r=L.qr(T,mode='complete'); show('qrc.q',q)
q,r=L.qr(W); show('qrw.r',r)
p,l,u=jax.scipy.linalg.lu(T); show('lu.p',p);show('lu.l',l);show('lu.u',u)
show('svd.s',L.svd(S)[1])
u,s,vt=L.svd(T,full_matrices=False); show('svd.p', (u[:,None,:]*vt.T[None]))
w,v=L.eigh(H); show('eigh.w',w); show('eigh.v',v*np.sign(v[0].real))
show('pinv',L.pinv(T)); show('pinvw',L.pinv(W))
x,res,rk,s=L.lstsq(T,mat(5,2,7)); show('lstsq.x',x); show('lstsq.r',res); show('lstsq.k',rk); show('lstsq.s',s)
show('rank',L.matrix_rank(S)); show('nuc',L.norm(T,'nuc')); show('n2',L.norm(T,2)); show('cond',L.cond(T))
show('det2',L.det(mat(2,2,1))); show('det3',L.det(A)); show('det6',L.det(S)); sg,ld=L.slogdet(S); show('sld.s',sg); show('sld.l',ld)
show('solve',L.solve(A,B)); show('inv',L.inv(S)); show('expm',jax.scipy.linalg.expm(S)); show('mp',L.matrix_power(A,-3)); show('eigvalsh',L.eigvalsh(H))
show('tri',jax.scipy.linalg.solve_triangular(A,B,trans=2,lower=True)); lu,piv=jax.scipy.linalg.lu_factor(S)
for t in range(3): show('lus%d'%t,jax.scipy.linalg.lu_solve((lu,piv),S[:,:2],trans=t))
show('polar',jax.scipy.linalg.polar(A)[0])
# jvp
def j(name,f,x,t):
    _,d=jax.jvp(f,(x,),(t,)); 
    for i,e in enumerate(jax.tree.leaves(d)): show(name+str(i),e)
j('j.qr',lambda x:tuple(L.qr(x)),T,dT)
j('j.lu',lambda x:jax.scipy.linalg.lu(x)[1:],T,dT)
j('j.luw',lambda x:jax.scipy.linalg.lu(x)[1:],W,dW)
j('j.eigh',lambda x:tuple(L.eigh(x)),H,S)
j('j.svd',lambda x:tuple(L.svd(x,full_matrices=False)),T,dT)
j('j.svdw',lambda x:tuple(L.svd(x,full_matrices=False)),W,dW)
j('j.vals',lambda x:L.svdvals(x),T,dT)
j('j.det',L.det,S,H); j('j.sld',lambda x:tuple(L.slogdet(x)),S,H); j('j.pinv',L.pinv,T,dT); j('j.solve',lambda x:L.solve(x,B),A,dA); j('j.inv',L.inv,A,dA); j('j.expm',jax.scipy.linalg.expm,A,dA)
# grad: real loss with fixed complex weights
def loss(f,seed):
    def g(x):
        out=jax.tree.leaves(f(x)); tot=0.
        for i,o in enumerate(out):
            k=np.arange(o.size,dtype=float).reshape(o.shape)+seed+i
            tot=tot+jnp.sum(jnp.real(o)*np.sin(k))+(jnp.sum(jnp.imag(o)*np.cos(k)) if jnp.iscomplexobj(o) else 0.)
        return tot
    return g
def gr(name,f,x,seed=1): show(name,jax.grad(loss(f,seed))(x))
gr('g.qr',lambda x:tuple(L.qr(x)),T); gr('g.lu',lambda x:jax.scipy.linalg.lu(x)[1:],T); gr('g.luw',lambda x:jax.scipy.linalg.lu(x)[1:],W)
def eproj(x):
    w,v=L.eigh(x); return (w, v[:,None,:]*v.conj()[None]*np.arange(1,7))
gr('g.eigh',eproj,H)
def sproj(x):
    u,s,vt=L.svd(x,full_matrices=False); return (s, u[:,None,:]*vt.T[None]*np.arange(1,4))
gr('g.svd',sproj,T); gr('g.svdw',sproj,W); gr('g.vals',L.svdvals,T)
gr('g.det',L.det,S); gr('g.sld',lambda x:tuple(L.slogdet(x)),S); gr('g.pinv',L.pinv,T); gr('g.solve',lambda x:L.solve(x,B),A); gr('g.inv',L.inv,A); gr('g.expm',jax.scipy.linalg.expm,A)
gr('g.nuc',lambda x:L.norm(x,'nuc'),T); gr('g.chol',lambda x:L.cholesky(x@x.conj().T+3*jnp.eye(3)),A)
