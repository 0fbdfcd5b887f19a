import { runComponent } from '../component'
import { startPostgres } from './postgres'

runComponent(startPostgres)
