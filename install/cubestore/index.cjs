/** Says to Cube that Cube Store is not supported here, so that it never tries to start one. */
exports.isCubeStoreSupported = () => false

exports.CubeStoreHandler = class {
  acquire() {
    return Promise.reject(new Error('Cube Store is not part of revops-warehouse.'))
  }
}
